// Sign-in with a passkey, on the plain pages: asks the browser for one and sends its answer with the form.
(() => {
  if (!globalThis.PublicKeyCredential) return;
  const bytes = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), one => one.charCodeAt(0));
  const text = buffer => buffer
    ? btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
    : undefined;

  const ask = async form => {
    const answer = await fetch(`${form.getAttribute("action")}/begin`, {
      method: "POST", headers: { RequestVerificationToken: form.elements.namedItem("__RequestVerificationToken").value },
    });
    if (!answer.ok) throw new Error("begin");
    const { options, state } = await answer.json();
    const publicKey = {
      ...options, challenge: bytes(options.challenge),
      allowCredentials: options.allowCredentials?.map(one => ({ ...one, id: bytes(one.id) })),
    };
    const credential = await navigator.credentials.get({ publicKey });
    form.elements.namedItem("state").value = state;
    form.elements.namedItem("credential").value = JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: {
        clientDataJSON: text(credential.response.clientDataJSON), authenticatorData: text(credential.response.authenticatorData),
        signature: text(credential.response.signature), userHandle: text(credential.response.userHandle),
      },
    });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async submit => {
      submit.preventDefault();
      const problem = form.querySelector("[role=status]");
      problem.textContent = "";
      try {
        await ask(form);
        form.submit();
      } catch (error) {
        problem.textContent = error.name === "NotAllowedError"
          ? "No passkey was used. Try again, or sign in with your password."
          : "The passkey could not be read. Reload the page and try again.";
      }
    });
  }
})();
