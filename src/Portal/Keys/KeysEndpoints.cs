using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Keys;

namespace Portal.Keys;

internal static class KeysEndpoints
{
    /// <summary>The same under a project and, for administrators, under the organization.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes.MapGroup("/v2/projects/{id}/keys"), "of a project");
        Map(routes.MapGroup("/v2/organization/keys"), "of the organization");
    }

    static void Map(RouteGroupBuilder keys, string whose)
    {
        keys.WithTags("Keys");
        keys.MapGet("", List).WithSummary($"List the keys {whose}");
        keys.MapPost("", Create).WithSummary($"Make a key {whose}; its secret is shown this once")
            .Replays<IKeysService, ApiKey>((service, http, id) => service.Get(ProjectOf(http), id, http.RequestAborted), StatusCodes.Status201Created);
        keys.MapGet("/{keyId}", Get).WithSummary($"Read a key {whose}");
        keys.MapPost("/{keyId}/rotate", Rotate).WithSummary($"Give a key {whose} a new secret; the old one may overlap for a while")
            .Replays<IKeysService, ApiKey>((service, http, id) => service.Get(ProjectOf(http), id, http.RequestAborted));
        keys.MapDelete("/{keyId}", Revoke).WithSummary($"Revoke a key {whose} at once");
    }

    static string? ProjectOf(HttpContext http) => (string?)http.GetRouteValue("id");

    static async Task<Reply<ListPage<ApiKey>>> List(HttpContext http, Paging paging, IKeysService service, CancellationToken cancellation) =>
        await service.List(ProjectOf(http), paging.Query, cancellation);

    static async Task<Reply<ApiKey>> Create(HttpContext http, Body<ApiKeyInput> body, IKeysService service, CancellationToken cancellation) =>
        Reply.Created(await service.Create(ProjectOf(http), body.Value, cancellation));

    static async Task<Reply<ApiKey>> Get(HttpContext http, string keyId, IKeysService service, CancellationToken cancellation) =>
        await service.Get(ProjectOf(http), keyId, cancellation);

    static async Task<Reply<ApiKey>> Rotate(
        HttpContext http, string keyId, Body<ApiKeyRotation> body, IKeysService service, CancellationToken cancellation) =>
        await service.Rotate(ProjectOf(http), keyId, body.Value, cancellation);

    static async Task<Reply<Deleted>> Revoke(HttpContext http, string keyId, IKeysService service, CancellationToken cancellation) =>
        await service.Revoke(ProjectOf(http), keyId, cancellation);
}
