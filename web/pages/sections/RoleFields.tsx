import { type Grant, ROLES, type Role } from '#shared/access.ts'
import { people as en } from '#shared/i18n/en/desk/people.ts'
import { people as id } from '#shared/i18n/id/desk/people.ts'
import { useWords } from '../../i18n.tsx'
import { AgencyField } from '../../parts/AgencyField.tsx'
import { SelectField } from '../../ui/fields.tsx'
import { firstOwn, type OwnAgencies } from './own-agencies.ts'

const EVERYWHERE = '*'

/** A role and where it counts, as chosen so far. */
export interface RoleChoice {
  role: string
  /** code of an agency, or everywhere; empty while none is chosen */
  place: string
}

/** Whoever may give a role everywhere says where: a choice nobody made is not all of the country. */
export const firstRole = (agencies: OwnAgencies): RoleChoice => ({
  role: 'contributor',
  place: firstOwn(agencies) ?? '',
})

export const grantOf = ({ role, place }: RoleChoice): Grant => ({
  role: role as Role,
  agency: place === EVERYWHERE ? null : place,
})

/** A role, what it lets one do, and where: what an administrator may give. */
export function RoleFields({
  agencies,
  value,
  onChange,
}: {
  agencies: OwnAgencies
  value: RoleChoice
  onChange: (name: keyof RoleChoice, value: string) => void
}) {
  const words = useWords({ id, en })
  return (
    <>
      <SelectField
        name="role"
        label={words.role}
        hint={words.roleHints[value.role as Role]}
        choices={ROLES.map((role) => ({ value: role, label: words.roles[role] }))}
        value={value.role}
        onChange={(role) => onChange('role', role)}
      />
      <AgencyField
        name="place"
        label={words.where}
        hint={words.whereHint}
        agencies={agencies.own}
        {...(agencies.isEverywhere && { first: { value: EVERYWHERE, label: words.everywhere } })}
        value={value.place}
        onChange={(place) => onChange('place', place)}
      />
    </>
  )
}
