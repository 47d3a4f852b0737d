/** Follow-up plans: what an office does about the weakest elements of its survey. */
export const plans = {
  title: 'Tindak lanjut survei',
  intro: 'Yang akan dilakukan instansi untuk unsur terlemah dalam survei kepuasannya.',
  none: 'Belum ada rencana tindak lanjut yang diterbitkan.',
  shown: (shown: number, all: number) => `${shown} dari ${all} rencana terbaru.`,
  doneOf: (done: number, all: number) => `${done} dari ${all} rencana selesai.`,
  problem: 'Masalah',
  action: 'Tindakan',
  owner: 'Penanggung jawab',
  due: (month: string) => `Paling lambat ${month}`,
  evidence: 'Bukti',
  obstacle: 'Kendala',
  closed: (day: string) => `ditutup ${day}`,
  statuses: {
    planned: 'Direncanakan',
    ongoing: 'Berjalan',
    done: 'Selesai',
    dropped: 'Dihentikan',
  },
  late: 'lewat tenggat',
}

export type PlansTexts = typeof plans
