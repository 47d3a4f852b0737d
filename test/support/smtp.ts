import { createServer, type Socket } from 'node:net'

// A mail server on loopback that speaks just enough SMTP to be delivered to, and can refuse.

export interface ReceivedMail {
  recipients: string[]
  /** headers and text as they came */
  data: string
}

export interface SmtpServer {
  url: string
  received: ReceivedMail[]
  /** what RCPT is answered from now on, such as `550 No such user`; null: accepted */
  refuse(answer: string | null): void
  close(): Promise<void>
}

export async function openSmtpServer(): Promise<SmtpServer> {
  const received: ReceivedMail[] = []
  const open = new Set<Socket>()
  let refusal: string | null = null
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket)).on('error', () => {})
    talk(socket, received, () => refusal)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuse(answer) {
      refusal = answer
    },
    close() {
      for (const socket of open) socket.destroy()
      return new Promise((done) => server.close(() => done()))
    },
  }
}

function talk(socket: Socket, received: ReceivedMail[], refusal: () => string | null): void {
  let text = ''
  let recipients: string[] = []
  let isData = false
  const say = (line: string) => socket.write(`${line}\r\n`)
  say('220 test')
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    for (;;) {
      const end = text.indexOf(isData ? '\r\n.\r\n' : '\r\n')
      if (end < 0) return
      const line = text.slice(0, end)
      text = text.slice(end + (isData ? 5 : 2))
      if (isData) {
        received.push({ recipients, data: line })
        recipients = []
        isData = false
        say('250 kept')
      } else if (/^(EHLO|HELO)/i.test(line)) say('250 test')
      else if (/^RCPT/i.test(line) && refusal() !== null) say(refusal()!)
      else if (/^RCPT/i.test(line)) {
        recipients.push(/<(.*)>/.exec(line)![1]!)
        say('250 ok')
      } else if (/^DATA/i.test(line)) {
        isData = true
        say('354 go on')
      } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
      else say('250 ok')
    }
  })
}
