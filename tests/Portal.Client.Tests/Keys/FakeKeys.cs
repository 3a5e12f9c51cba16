using Portal.Client.Api;
using Portal.Client.Keys;

namespace Portal.Client.Tests.Keys;

sealed class FakeKeys : IKeysService
{
    public const string Secret = "sk-once-and-never-again";

    public ApiError? Failure { get; set; }

    public List<ApiKeyInput> Inputs { get; } = [];

    public List<string> Revoked { get; } = [];

    public List<(string Id, int Overlap)> Rotations { get; } = [];

    /// <summary>The project of each list asked for.</summary>
    public List<string?> Listed { get; } = [];

    public static ApiKey Make(string id, string name) =>
        new(id, "proj_1", name, "sk-on…gain", [KeyScope.Read], [], null, "user_1", 1_795_000_000, null, null, null);

    public Task<Result<ListPage<ApiKey>>> List(string? projectId, ListQuery query, CancellationToken cancellation)
    {
        Listed.Add(projectId);
        return Answer(new ListPage<ApiKey>([Make("key_1", "Importer")], null, null, false));
    }

    public Task<Result<ApiKey>> Get(string? projectId, string keyId, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Result<ApiKey>> Create(string? projectId, ApiKeyInput input, CancellationToken cancellation)
    {
        Inputs.Add(input);
        return Answer(Make("key_2", input.Name) with { Key = Secret });
    }

    public Task<Result<ApiKey>> Rotate(string? projectId, string keyId, ApiKeyRotation input, CancellationToken cancellation)
    {
        Rotations.Add((keyId, input.OverlapSeconds));
        return Answer(Make(keyId, "Importer") with { Key = Secret });
    }

    public Task<Result<Deleted>> Revoke(string? projectId, string keyId, CancellationToken cancellation)
    {
        Revoked.Add(keyId);
        return Answer(new Deleted(keyId, "key.deleted"));
    }

    Task<Result<T>> Answer<T>(T value) => Task.FromResult<Result<T>>(Failure is { } error ? error : value);
}
