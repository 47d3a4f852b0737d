/** How files of one layout were mapped the last time for one agency, to be used again. */
export interface RememberedMappingTable {
  rememberedId: string
  /** null: for no agency in particular */
  agencyCode: string | null
  dataset: string
  /** what people call it; null: by its dataset and headers */
  name: string | null
  /** what tells the layout of columns from others */
  headersKey: string
  /** JSON: the headers as the file wrote them */
  headers: string
  /** JSON: the mapping document */
  mapping: string
  rememberedAt: string
  /** name of whoever delivered */
  rememberedBy: string
}
