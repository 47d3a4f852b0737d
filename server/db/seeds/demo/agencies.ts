// The invented agencies of the demo: real regions, invented offices and figures.

export interface DemoAgency {
  code: string
  name: string
  nameEn: string
  level: 'ministry' | 'province' | 'regency' | 'city' | 'unit'
  parent: string | null
  region: string | null
  timeZone: string
  /** leaves only: which services it offers */
  kind: 'permits' | 'registry' | 'immigration' | null
  /** leaves only: cases a month, and how long it takes against the usual */
  volume: number
  pace: number
  story: 'usual' | 'innovates' | 'speeds' | 'declines' | 'small' | 'stops' | 'gap' | 'revised'
}

const PROVINCES: [
  code: string,
  name: string,
  nameEn: string,
  zone: string,
  places: [string, string, 'regency' | 'city'][],
][] = [
  [
    '12',
    'Sumatera Utara',
    'North Sumatra',
    'Asia/Jakarta',
    [
      ['1271', 'Medan', 'city'],
      ['1207', 'Deli Serdang', 'regency'],
    ],
  ],
  [
    '31',
    'DKI Jakarta',
    'Jakarta',
    'Asia/Jakarta',
    [
      ['3171', 'Jakarta Pusat', 'city'],
      ['3174', 'Jakarta Selatan', 'city'],
    ],
  ],
  [
    '32',
    'Jawa Barat',
    'West Java',
    'Asia/Jakarta',
    [
      ['3273', 'Bandung', 'city'],
      ['3204', 'Bandung', 'regency'],
      ['3276', 'Depok', 'city'],
    ],
  ],
  [
    '33',
    'Jawa Tengah',
    'Central Java',
    'Asia/Jakarta',
    [
      ['3374', 'Semarang', 'city'],
      ['3301', 'Cilacap', 'regency'],
    ],
  ],
  [
    '35',
    'Jawa Timur',
    'East Java',
    'Asia/Jakarta',
    [
      ['3578', 'Surabaya', 'city'],
      ['3510', 'Banyuwangi', 'regency'],
      ['3573', 'Malang', 'city'],
    ],
  ],
  [
    '51',
    'Bali',
    'Bali',
    'Asia/Makassar',
    [
      ['5171', 'Denpasar', 'city'],
      ['5103', 'Badung', 'regency'],
    ],
  ],
  [
    '64',
    'Kalimantan Timur',
    'East Kalimantan',
    'Asia/Makassar',
    [
      ['6471', 'Balikpapan', 'city'],
      ['6472', 'Samarinda', 'city'],
    ],
  ],
  [
    '73',
    'Sulawesi Selatan',
    'South Sulawesi',
    'Asia/Makassar',
    [
      ['7371', 'Makassar', 'city'],
      ['7306', 'Gowa', 'regency'],
    ],
  ],
  ['94', 'Papua Tengah', 'Central Papua', 'Asia/Jayapura', [['9401', 'Nabire', 'regency']]],
]

const STORIES: Record<string, DemoAgency['story']> = {
  'dpmptsp-3578': 'innovates',
  'disdukcapil-3374': 'speeds',
  'disdukcapil-3273': 'declines',
  'dpmptsp-9401': 'small',
  'dpmptsp-6472': 'stops',
  'disdukcapil-7306': 'gap',
  'disdukcapil-1271': 'revised',
}

/** The tree of the demo, parents before children. Volumes and paces differ by office, always the same way. */
export function demoAgencies(): DemoAgency[] {
  const agencies: DemoAgency[] = []
  const place = ({
    name,
    nameEn,
    ...agency
  }: Partial<DemoAgency> & Pick<DemoAgency, 'code' | 'name' | 'nameEn' | 'level'>) =>
    agencies.push({
      // Where a figure stands alone, in a file or a picture, its name says that it is invented.
      name: `${name} (contoh)`,
      nameEn: `${nameEn} (example)`,
      parent: null,
      region: null,
      timeZone: 'Asia/Jakarta',
      kind: null,
      volume: 0,
      pace: 1,
      story: STORIES[agency.code] ?? 'usual',
      ...agency,
    })
  place({
    code: 'kemenimipas',
    name: 'Kementerian Imigrasi dan Pemasyarakatan',
    nameEn: 'Ministry of Immigration and Corrections',
    level: 'ministry',
  })
  let turn = 0
  for (const [region, province, provinceEn, timeZone, places] of PROVINCES) {
    const code = `prov-${region}`
    place({
      code,
      name: `Provinsi ${province}`,
      nameEn: `Province of ${provinceEn}`,
      level: 'province',
      region,
      timeZone,
    })
    for (const [placeRegion, name, level] of places) {
      const parent = `${level === 'city' ? 'kota' : 'kab'}-${placeRegion}`
      const common = { region: placeRegion, timeZone }
      const whole = `${level === 'city' ? 'Kota' : 'Kabupaten'} ${name}`
      const wholeEn = `${name} ${level === 'city' ? 'City' : 'Regency'}`
      place({ ...common, code: parent, name: whole, nameEn: wholeEn, level, parent: code })
      // A city and a regency of one name have offices of their own.
      const isShared = places.filter(([, other]) => other === name).length > 1
      const of = isShared ? whole : name
      const ofEn = isShared ? wholeEn : name
      turn++
      const size = placeRegion === '9401' ? 0.1 : 0.6 + ((turn * 37) % 11) / 8
      place({
        ...common,
        code: `dpmptsp-${placeRegion}`,
        name: `DPMPTSP ${of}`,
        nameEn: `One-Stop Permit Office, ${ofEn}`,
        level: 'unit',
        parent,
        kind: 'permits',
        volume: Math.round(60 * size),
        pace: 0.75 + ((turn * 29) % 13) / 20,
      })
      place({
        ...common,
        code: `disdukcapil-${placeRegion}`,
        name: `Disdukcapil ${of}`,
        nameEn: `Civil Registry Office, ${ofEn}`,
        level: 'unit',
        parent,
        kind: 'registry',
        volume: Math.round(110 * size),
        pace: 0.7 + ((turn * 41) % 13) / 18,
      })
      if (level === 'city' && turn % 3 === 1) {
        place({
          ...common,
          code: `imigrasi-${placeRegion}`,
          name: `Kantor Imigrasi ${of}`,
          nameEn: `Immigration Office, ${ofEn}`,
          level: 'unit',
          parent: 'kemenimipas',
          kind: 'immigration',
          volume: Math.round(90 * size),
          pace: 0.8 + ((turn * 17) % 7) / 12,
        })
      }
    }
  }
  return agencies
}
