// The clock of a server. That of the machine may run back: it is set right by its network, or a machine is restored
// with a clock of the past. A release that people were told of would then be hidden again, could be taken back or moved,
// and the next would stand before it in the chain. So no clock of an instance runs behind the newest release that was
// told of: until the machine has caught up, it stands still there.

export class SteadyClock {
  readonly #machine: () => string
  #earliest = ''

  constructor(machine: () => string = () => new Date().toISOString()) {
    this.#machine = machine
  }

  /** the instant that everything of the instance goes by */
  readonly now = (): string => {
    const now = this.#machine()
    return now < this.#earliest ? this.#earliest : now
  }

  /** It was this late already. @returns whether the machine runs behind it */
  notBefore(instant: string | null): boolean {
    if (instant !== null && instant > this.#earliest) this.#earliest = instant
    return this.#machine() < this.#earliest
  }
}
