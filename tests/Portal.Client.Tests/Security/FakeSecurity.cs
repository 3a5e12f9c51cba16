using System.Text.Json;
using Portal.Client.Api;
using Portal.Client.Security;

namespace Portal.Client.Tests.Security;

sealed class FakeTwoFactor : ITwoFactorService
{
    public TwoFactorStatus Status { get; set; } = new(false, false, null, 0);

    public ApiError? Failure { get; set; }

    public List<object> Inputs { get; } = [];

    public static IReadOnlyList<string> Codes { get; } = [.. Enumerable.Range(0, 10).Select(number => $"aaaa-bbbb-cccc-ddd{number}")];

    public Task<Result<TwoFactorStatus>> Get(CancellationToken cancellation) => Answer(Status);

    public Task<Result<TwoFactorSetup>> Begin(CancellationToken cancellation) => Answer(new TwoFactorSetup("JBSWY3DP", "otpauth://totp/Portal:ada", new QrCode(29, "M4 4h7v1h-7z")));

    public Task<Result<RecoveryCodes>> Confirm(TwoFactorConfirmation input, CancellationToken cancellation) => Take(input, new RecoveryCodes(Codes, 1_795_000_000));

    public Task<Result<RecoveryCodes>> RenewRecoveryCodes(TwoFactorProof input, CancellationToken cancellation) => Take(input, new RecoveryCodes(Codes, 1_795_000_000));

    public Task<Result<TwoFactorStatus>> Disable(TwoFactorProof input, CancellationToken cancellation) => Take(input, new TwoFactorStatus(false, false, null, 0));

    public Task<Result<Deleted>> Reset(string userId, CancellationToken cancellation) => Take(userId, new Deleted(userId, "two_factor.deleted"));

    Task<Result<T>> Take<T>(object input, T value)
    {
        Inputs.Add(input);
        return Answer(value);
    }

    Task<Result<T>> Answer<T>(T value) => Task.FromResult<Result<T>>(Failure is { } error ? error : value);
}

sealed class FakePasskeys : IPasskeysService
{
    public List<Passkey> Rows { get; } = [new("pkey_1", "Work laptop", true, 1_795_000_000, null)];

    public List<PasskeyInput> Registered { get; } = [];

    public List<string> Removed { get; } = [];

    public Task<Result<ListPage<Passkey>>> List(ListQuery query, CancellationToken cancellation) => Answer(new ListPage<Passkey>([.. Rows], null, null, false));

    public Task<Result<Passkey>> Get(string id, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Result<PasskeyOptions>> Begin(CancellationToken cancellation) =>
        Answer(new PasskeyOptions(JsonSerializer.Deserialize<JsonElement>("""{"challenge":"AAAA"}"""), "state-1"));

    public Task<Result<Passkey>> Register(PasskeyInput input, CancellationToken cancellation)
    {
        Registered.Add(input);
        return Answer(new Passkey("pkey_2", input.Name, false, 1_795_000_000, null));
    }

    public Task<Result<Passkey>> Rename(string id, PasskeyRename input, CancellationToken cancellation) => Answer(Rows[0] with { Name = input.Name });

    public Task<Result<Deleted>> Remove(string id, CancellationToken cancellation)
    {
        Removed.Add(id);
        return Answer(new Deleted(id, "passkey.deleted"));
    }

    static Task<Result<T>> Answer<T>(T value) => Task.FromResult<Result<T>>(value);
}
