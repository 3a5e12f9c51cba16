using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Api;
using Portal.Client.Policies;

namespace Portal.Policies;

internal static class PoliciesEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var policies = routes.MapGroup("/v2/policies").WithTags("Policies");
        policies.MapGet("", List).WithSummary("List the policies");
        policies.MapPost("", Create).WithSummary("Make a policy; it holds nowhere until it is attached")
            .Replays<IPoliciesService, Policy>((service, http, id) => service.Get(id, http.RequestAborted), StatusCodes.Status201Created);
        policies.MapGet("/{id}", Get).WithSummary("Read a policy as of its newest version");
        policies.MapPost("/{id}", Update).WithSummary("Change a policy: every saved change is a new version, and holds from the next model call on")
            .WithDescription("If-Match also takes the version that the change was made over, as \"v3\".")
            .Replays<IPoliciesService, Policy>((service, http, id) => service.Get(id, http.RequestAborted));
        policies.MapDelete("/{id}", Archive).WithSummary("Archive a policy that is attached nowhere");
        policies.MapGet("/{id}/versions", ListVersions).WithSummary("List the versions of a policy");
        policies.MapGet("/{id}/versions/{version:int}", GetVersion).WithSummary("Read one version of a policy");
        policies.MapPost("/{id}/versions/{version:int}/restore", Restore).WithSummary("Save an earlier version as the newest")
            .Replays<IPoliciesService, Policy>((service, http, id) => service.Get(id, http.RequestAborted));
        policies.MapGet("/{id}/attachments", ListAttachments).WithSummary("List where a policy holds");
        policies.MapPost("/{id}/attachments", Attach).WithSummary("Let a policy hold for the organization, a project or an assistant");
        policies.MapDelete("/{id}/attachments", Detach).WithSummary("Let a policy hold there no more")
            .WithMetadata(Target, new RequestField("target_id", "Of the project or assistant; without it for the organization."));
        policies.MapPost("/{id}/test", TestOne).WithSummary("Try a saved policy on a text; nothing is stored, and a rule of moderation sends it to the provider that moderates");
        policies.MapPost("/test", Test).WithSummary("Try rules on a text: a policy that need not be saved, saved ones, or whatever holds for an assistant; a rule of moderation sends it to the provider that moderates");
        policies.MapPost("/{id}/replay", Replay).WithSummary("Read the last days' messages again with changed rules, before they are saved; rules of moderation are left out");
        policies.MapGet("/coverage", ListCoverage).WithSummary("List the assistants with the policies under which each runs");
        policies.MapGet("/entities", ListEntities).WithSummary("List the organization's own kinds of personal data");
        policies.MapPost("/entities", SaveEntity).WithSummary("Make or replace an own kind of personal data");
        policies.MapDelete("/entities/{name}", DeleteEntity).WithSummary("Delete an own kind of personal data that no policy names");
        routes.MapGet("/v2/assistants/{id}/policy", GetEffective).WithTags("Policies").WithSummary("Read all that holds for an assistant, and where each line comes from");
    }

    static RequestField Target => new("target_type", "Where it is attached.", [.. Enum.GetValues<PolicyTarget>().Select(Wire.Word)]);

    static async Task<Reply<ListPage<Policy>>> List(Paging paging, IPoliciesService service, CancellationToken cancellation) =>
        await service.List(paging.Query, cancellation);

    static async Task<Reply<Policy>> Create(Body<PolicyInput> body, IPoliciesService service, CancellationToken cancellation) =>
        Reply.Created(await service.Create(body.Value, cancellation));

    static async Task<Reply<Policy>> Get(string id, IPoliciesService service, CancellationToken cancellation) => await service.Get(id, cancellation);

    static async Task<Reply<Policy>> Update(string id, Patch<PolicyInput> patch, IPoliciesService service, HttpContext http, CancellationToken cancellation)
    {
        var ifVersion = VersionTag.Take(http);
        return await patch.Apply(http, () => service.Get(id, cancellation), input => service.Update(id, input, ifVersion, cancellation));
    }

    static async Task<Reply<Deleted>> Archive(string id, IPoliciesService service, CancellationToken cancellation) => await service.Archive(id, cancellation);

    static async Task<Reply<ListPage<PolicyVersion>>> ListVersions(string id, Paging paging, IPoliciesService service, CancellationToken cancellation) =>
        await service.ListVersions(id, paging.Query, cancellation);

    static async Task<Reply<PolicyVersion>> GetVersion(string id, int version, IPoliciesService service, CancellationToken cancellation) =>
        await service.GetVersion(id, version, cancellation);

    static async Task<Reply<Policy>> Restore(string id, int version, IPoliciesService service, CancellationToken cancellation) =>
        await service.Restore(id, version, cancellation);

    static async Task<Reply<ListPage<PolicyAttachment>>> ListAttachments(string id, IPoliciesService service, CancellationToken cancellation) =>
        await service.ListAttachments(id, cancellation);

    static async Task<Reply<PolicyAttachment>> Attach(string id, Body<PolicyAttachmentInput> body, IPoliciesService service, CancellationToken cancellation) =>
        await service.Attach(id, body.Value, cancellation);

    static async Task<Reply<Deleted>> Detach(string id, HttpContext http, IPoliciesService service, CancellationToken cancellation) =>
        QueryFields.Word<PolicyTarget>(http, "target_type") is { } target
            ? await service.Detach(id, target, QueryFields.Text(http, "target_id"), cancellation)
            : new Reply<Deleted>(ApiError.Invalid("'target_type' must say where the policy is attached.", "target_type", "missing_field"));

    static async Task<Reply<PolicyTestResult>> Test(Body<PolicyTestInput> body, IPoliciesService service, CancellationToken cancellation) =>
        await service.Test(body.Value, cancellation);

    static async Task<Reply<PolicyTestResult>> TestOne(string id, Body<PolicyTextInput> body, IPoliciesService service, CancellationToken cancellation) =>
        await service.Test(new() { Text = body.Value.Text, Direction = body.Value.Direction, PolicyIds = [id] }, cancellation);

    static async Task<Reply<PolicyReplay>> Replay(string id, Body<PolicyReplayInput> body, IPoliciesService service, CancellationToken cancellation) =>
        await service.Replay(id, body.Value, cancellation);

    static async Task<Reply<ListPage<PolicyCoverage>>> ListCoverage(IPoliciesService service, CancellationToken cancellation) => await service.ListCoverage(cancellation);

    static async Task<Reply<ListPage<PolicyEntity>>> ListEntities(IPoliciesService service, CancellationToken cancellation) => await service.ListEntities(cancellation);

    static async Task<Reply<PolicyEntity>> SaveEntity(Body<PolicyEntityInput> body, IPoliciesService service, CancellationToken cancellation) =>
        await service.SaveEntity(body.Value, cancellation);

    static async Task<Reply<Deleted>> DeleteEntity(string name, IPoliciesService service, CancellationToken cancellation) => await service.DeleteEntity(name, cancellation);

    static async Task<Reply<EffectivePolicy>> GetEffective(string id, IPoliciesService service, CancellationToken cancellation) => await service.GetEffective(id, cancellation);
}
