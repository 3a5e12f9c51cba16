// Has the browser make a passkey; answers WebAuthn's RegistrationResponseJSON as text, or null where it made none.
const bytes = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), one => one.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

export async function create(json) {
  const options = JSON.parse(json);
  try {
    const credential = await navigator.credentials.create({
      publicKey: {
        ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: options.excludeCredentials?.map(one => ({ ...one, id: bytes(one.id) })),
      },
    });
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: {
        clientDataJSON: text(credential.response.clientDataJSON), attestationObject: text(credential.response.attestationObject),
        transports: credential.response.getTransports?.() ?? [],
      },
    });
  } catch {
    return null;
  }
}
