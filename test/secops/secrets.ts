const PEM = [
  '-----BEGIN PRIVATE KEY-----',
  'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7',
  '-----END PRIVATE KEY-----',
].join('\n');

/** Shapes of secrets as they could stand in a foreign text: what they are, the text, and the part that must not come out. */
export const SECRETS: readonly (readonly [title: string, text: string, bare: string])[] = [
  ['access token', 'ya29.c.b0Aaekm1J_planted-token', 'planted-token'],
  ['token in a header', 'Authorization: Bearer planted.opaque.value', 'planted.opaque'],
  ['bearer', 'bearer plantedopaquevalue', 'plantedopaquevalue'],
  ['JWT', 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJwbGFudGVkIn0.c2lnbmF0dXJl', 'eyJpc3MiOiJwbGFudGVkIn0'],
  ['private key', PEM, 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7'],
  ['torn private key', PEM.slice(0, 60), 'MIIEvQIBADANBgkqhkiG9w0BAQEFA'],
  ['GitHub token', 'ghs_planted0123456789abcdef', 'planted0123456789'],
  ['GitHub personal token', 'github_pat_planted0123456789', 'planted0123456789'],
  ['refresh token', '1//0gplantedplanted-planted', 'plantedplanted'],
  ['API key', 'AIzaSyPlantedPlantedPlantedPlanted0123', 'SyPlantedPlanted'],
  ['client secret', 'GOCSPX-planted-secret', 'planted-secret'],
  [
    'JSON of a token answer',
    '{\\"access_token\\":\\"plantedopaque\\"}'.replaceAll('\\', ''),
    'plantedopaque',
  ],
  ['assertion in a form', 'grant_type=x&assertion=plantedassertion&y=1', 'plantedassertion'],
  ['basic', 'Basic cGxhbnRlZDpwbGFudGVk', 'cGxhbnRlZDpwbGFudGVk'],
];
