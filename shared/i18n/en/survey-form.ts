import type { SurveyFormTexts } from '../id/survey-form.ts'

export const surveyForm: SurveyFormTexts = {
  title: 'Satisfaction survey',
  other: 'Bahasa Indonesia',
  intro: 'Choose one answer to each question. None is required; skip what you do not know.',
  nameless: 'No name, no account. About two minutes.',
  elements: {
    requirements: {
      question: 'How well do the requirements suit this service?',
      answers: ['Not at all suitable', 'Somewhat unsuitable', 'Suitable', 'Very suitable'],
    },
    procedure: {
      question: 'How easy is the procedure at this office?',
      answers: ['Not easy', 'Somewhat difficult', 'Easy', 'Very easy'],
    },
    time: {
      question: 'How fast is the service?',
      answers: ['Not fast', 'Somewhat slow', 'Fast', 'Very fast'],
    },
    cost: {
      question: 'How reasonable is the cost or fee?',
      answers: ['Very expensive', 'Fairly expensive', 'Cheap', 'Free'],
    },
    product: {
      question: 'How well does the result match what the service standard says?',
      answers: ['Does not match', 'Matches poorly', 'Matches', 'Matches very well'],
    },
    competence: {
      question: 'How competent are the staff?',
      answers: ['Not competent', 'Somewhat lacking', 'Competent', 'Very competent'],
    },
    behaviour: {
      question: 'How polite and friendly are the staff?',
      answers: [
        'Not polite and friendly',
        'Not very polite and friendly',
        'Polite and friendly',
        'Very polite and friendly',
      ],
    },
    complaints: {
      question: 'How are complaints, suggestions and feedback handled?',
      answers: ['Not at all', 'Exists but does not work', 'Works, but not at its best', 'Well managed'],
    },
    facilities: {
      question: 'How good are the facilities?',
      answers: ['Bad', 'Fair', 'Good', 'Very good'],
    },
  },
  aboutYou: 'About you (optional)',
  aboutYouWhy: 'Only counted, per agency and year, apart from your answers: they cannot be joined again.',
  noAnswer: 'Not answered',
  profile: {
    sex: { question: 'Sex', bands: { female: 'Female', male: 'Male' } },
    age: {
      question: 'Age',
      bands: {
        'under-25': 'Under 25',
        '25-39': '25–39',
        '40-59': '40–59',
        '60-up': '60 and over',
      },
    },
    education: {
      question: 'Education completed',
      bands: {
        basic: 'Up to lower secondary',
        secondary: 'Upper secondary',
        diploma: 'Diploma',
        degree: 'University degree',
      },
    },
    occupation: {
      question: 'Main occupation',
      bands: {
        'public-servant': 'Civil servant, military or police',
        employee: 'Private employee',
        'self-employed': 'Self-employed',
        'farmer-labourer': 'Farmer, fisher or labourer',
        student: 'Pupil or student',
        household: 'Keeping house',
        none: 'Not working',
        other: 'Other',
      },
    },
  },
  remark: 'Suggestion or remark (optional)',
  remarkHint: (max) =>
    `At most ${max} characters. Do not write names, identity or telephone numbers. Not published.`,
  leaveEmpty: 'Leave this empty',
  send: 'Send answers',
  purpose: 'What are these answers for?',
  purposes: (days, months) => [
    'To compute the citizen satisfaction index (PermenPANRB 14/2017) and to improve this service. The results are published as combined figures.',
    'Kept: your answers and their date. Not kept: name, address, number, internet address, or the hour.',
    `${months === null ? 'Answers without identity are kept for as long as the index is in use.' : `Answers without identity are deleted after ${months} whole months; only their sums remain.`} As nobody knows which answers are yours, they cannot be taken back.`,
    `Remarks are read only by authorised staff of the agency, and deleted after ${days} days.`,
  ],
  demo: 'Sample data: answers given here are removed together with it.',
  choose: 'Which agency served you?',
  chooseLabel: 'Agency',
  go: 'Continue',
  closed: 'This survey is not open',
  closedWhy: 'This agency has no survey open for that service. Check the address, or ask the staff.',
  thanks: 'Thank you, your answers are recorded',
  thanksCounted: 'Your answers are in the index now.',
  thanksIncomplete: (min) =>
    `Your answers are recorded. As fewer than ${min} questions were answered, they do not count in the index; a remark is read all the same.`,
  thanksRepeat: 'We had received this answer before; it counts once only.',
  seeResults: 'See the results of this service',
  again: 'Answer for another person',
  problem: 'Your answers are not sent yet',
  problems: {
    nothing: 'No question is answered yet. Choose at least one answer, or write a remark.',
    unknown: 'Choose one of the answers given.',
    long: (max, now) => `This remark has ${now} characters; shorten it to ${max}.`,
    fast: 'The form was sent too quickly. Look over your answers, then send once more.',
    old: 'This form has been open for too long. Your answers are still below; send once more.',
    trap: 'A part that must stay empty was filled in, perhaps automatically. It is empty again; send once more.',
    foreign: 'This form was not sent from the survey page. Send once more from here.',
    busy: 'Too many answers came from this network in a short time. Your answers are still below; try again in a few minutes.',
    full: 'The survey of this service has received as many answers as it takes in a day. Your answers are still below; send again tomorrow.',
    large: 'What was sent is too large. Fill in the form below again.',
  },
  sending: 'Sending …',
  kept: 'The connection failed. Your answers are kept on this device and sent by themselves once it is back, while this page is open or when it is opened again.',
  sent: 'The kept answers are sent. Thank you.',
  dropped: 'The kept answers can no longer be accepted. Please answer again.',
  poster: {
    kind: 'Citizen satisfaction survey',
    call: 'How was our service?',
    scan: 'Scan with a phone camera, or open',
    promise: 'Two minutes · no name · no account',
    print: 'Print',
    local: (url) =>
      `The address ${url} is known on this server’s own machine alone, so that no citizen’s phone can open it. Ask whoever runs it to set TERUKUR_URL to the public address, then open this page again.`,
    qr: (url) => `QR code to ${url}`,
    back: 'Back to the list of posters',
  },
}
