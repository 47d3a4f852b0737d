import { describe, expect, it } from 'vitest'
import { readHolidays } from '#shared/i18n/read-holidays.ts'

describe('holidays as they are pasted', () => {
  it('reads days in either language, runs of days, lists and joint leave', () => {
    const { days, wrong } = readHolidays(
      [
        '1. 1 Januari 2028: Tahun Baru Masehi',
        'Senin, 31 Januari 2028 – Cuti Bersama Imlek',
        '26-27 February 2028, Idul Fitri',
        '2028-05-01\tHari Buruh',
        '17/8/2028; Proklamasi Kemerdekaan',
        '',
      ].join('\r\n'),
    )
    expect(wrong).toEqual([])
    expect(days).toEqual([
      { day: '2028-01-01', kind: 'national', name: 'Tahun Baru Masehi' },
      { day: '2028-01-31', kind: 'joint_leave', name: 'Cuti Bersama Imlek' },
      { day: '2028-02-26', kind: 'national', name: 'Idul Fitri' },
      { day: '2028-02-27', kind: 'national', name: 'Idul Fitri' },
      { day: '2028-05-01', kind: 'national', name: 'Hari Buruh' },
      { day: '2028-08-17', kind: 'national', name: 'Proklamasi Kemerdekaan' },
    ])
  })

  it('names the lines that it cannot read, and reads the others', () => {
    const { days, wrong } = readHolidays('Daftar libur\n31/02/2028 Tidak ada\n2028-03-01\n2028-03-02 Ada')
    expect(days.map(({ day }) => day)).toEqual(['2028-03-02'])
    expect(wrong.map(({ line }) => line)).toEqual([1, 2, 3])
  })
})
