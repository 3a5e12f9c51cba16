using System.ComponentModel;
using Portal.Access;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Assistants;

namespace Portal.Assistants;

internal static class AssistantsEndpoints
{
    public static void Map(RouteGroupBuilder assistants)
    {
        assistants.MapGet("", List).WithSummary("List the assistants that the caller may see");
        assistants.MapPost("", Create).WithSummary("Make an assistant in the project that the header OpenAI-Project or the key names")
            .Replays<IAssistantsService, Assistant>((service, http, id) => service.Get(id, http.RequestAborted), StatusCodes.Status201Created);
        assistants.MapGet("/{id}", Get).WithSummary("Read an assistant as of its newest version");
        assistants.MapPost("/{id}", Update).WithSummary("Change an assistant: every saved change is a new version")
            .WithDescription("If-Match also takes the version that the change was made over, as \"v3\".")
            .Replays<IAssistantsService, Assistant>((service, http, id) => service.Get(id, http.RequestAborted));
        assistants.MapDelete("/{id}", Archive).WithSummary("Archive an assistant: its threads stay readable, it answers no more");
        assistants.MapPost("/{id}/restore", Restore).WithSummary("Bring an archived assistant back as it was")
            .Replays<IAssistantsService, Assistant>((service, http, id) => service.Get(id, http.RequestAborted));
    }

    static async Task<Reply<ListPage<Assistant>>> List(
        [Description("Part of the name.")] string? query, Paging paging, CallContext context, IAssistantsService service, CancellationToken cancellation) =>
        await service.List(context.Caller.NamedProjectId, query, paging.Query, cancellation);

    static async Task<Reply<Assistant>> Create(
        Body<AssistantInput> body, CallContext context, IAssistantsService service, CancellationToken cancellation)
    {
        var project = context.RequireProject();
        return Reply.Created(project.IsSuccess ? await service.Create(project.Value, body.Value, cancellation) : project.Error);
    }

    static async Task<Reply<Assistant>> Get(string id, IAssistantsService service, CancellationToken cancellation) =>
        await service.Get(id, cancellation);

    static async Task<Reply<Assistant>> Update(
        string id, Patch<AssistantInput> patch, IAssistantsService service, HttpContext http, CancellationToken cancellation)
    {
        var ifVersion = VersionTag.Take(http);
        return await patch.Apply(http, () => service.Get(id, cancellation), input => service.Update(id, input, ifVersion, cancellation));
    }

    static async Task<Reply<Deleted>> Archive(string id, IAssistantsService service, CancellationToken cancellation) =>
        await service.Archive(id, cancellation);

    static async Task<Reply<Assistant>> Restore(string id, IAssistantsService service, CancellationToken cancellation) =>
        await service.Restore(id, cancellation);
}
