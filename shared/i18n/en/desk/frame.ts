import type { FrameTexts } from '../../id/desk/frame.ts'

export const frame: FrameTexts = {
  title: 'Desk',
  navigation: 'Desk',
  links: {
    overview: 'Overview',
    import: 'Import data',
    enter: 'Enter figures',
    targets: 'Targets',
    innovations: 'Innovations',
    standards: 'Service standards',
    calendars: 'Working calendars',
    survey: 'Satisfaction survey',
    posters: 'Survey posters',
  },
  groups: { agency: 'Agency', admin: 'Administration', account: 'Account' },
  signInFirst: 'Sign in first',
  signInHint: 'This part is for officials who deliver, check and look after data.',
  signIn: 'Sign in',
  signedInAs: (name) => `Signed in as ${name}`,
  signOut: 'Sign out',
  toasts: 'Notices',
  close: 'Close',
  notAllowed: 'Your role does not include this page',
  notAllowedHint: 'Ask the administrator of your agency for the role it needs.',
  backToDesk: 'To the desk',
}
