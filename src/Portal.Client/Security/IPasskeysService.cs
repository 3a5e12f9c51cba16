using Portal.Client.Api;

namespace Portal.Client.Security;

/// <summary>The passkeys of the signed-in person; a key has none (403).</summary>
public interface IPasskeysService
{
    Task<Result<ListPage<Passkey>>> List(ListQuery query, CancellationToken cancellation);

    Task<Result<Passkey>> Get(string id, CancellationToken cancellation);

    /// <summary>What a browser needs to make a passkey.</summary>
    Task<Result<PasskeyOptions>> Begin(CancellationToken cancellation);

    /// <summary>Keeps a passkey that the browser made. 400 with param <c>credential</c> where it does not fit the options.</summary>
    Task<Result<Passkey>> Register(PasskeyInput input, CancellationToken cancellation);

    Task<Result<Passkey>> Rename(string id, PasskeyRename input, CancellationToken cancellation);

    Task<Result<Deleted>> Remove(string id, CancellationToken cancellation);
}
