/** How names and times stand in rows, and how they leave them. */
import type { IsoTime } from '../../shared/api/endpoint.ts'
import type { LocalName } from '../../shared/names.ts'

export function isoTime(at: number): IsoTime {
  return new Date(at).toISOString()
}

export function isoTimeOrNull(at: number | null): IsoTime | null {
  return at === null ? null : isoTime(at)
}

export function nameOf(row: { name_en: string | null; name_km: string | null }): LocalName {
  return {
    ...(row.name_en === null ? {} : { en: row.name_en }),
    ...(row.name_km === null ? {} : { km: row.name_km }),
  }
}

export function nameColumns(name: LocalName): { name_en: string | null; name_km: string | null } {
  return { name_en: name.en ?? null, name_km: name.km ?? null }
}
