using Portal.Access;
using Portal.Api;
using Portal.Client.Assistants;
using Portal.Limits;
using Portal.Runs;

namespace Portal.Assistants;

internal static class DraftsEndpoints
{
    public static void Map(RouteGroupBuilder assistants)
    {
        assistants.MapPost("/preview", Preview).WithSummary("Compose the system prompt of a definition as a run would, with its tokens");
        assistants.MapPost("/try", Try).AddEndpointFilter(RateLimitStatus.Send).WithSummary("Run a definition that need not be saved, as an event stream")
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream");
    }

    static async Task<Reply<AssistantPreview>> Preview(
        Body<AssistantPreviewInput> body, CallContext context, IAssistantDraftsService service, CancellationToken cancellation)
    {
        var project = context.RequireProject();
        return project.IsSuccess ? await service.Preview(project.Value, body.Value, cancellation) : new Reply<AssistantPreview>(project.Error);
    }

    static async Task<IResult> Try(Body<AssistantTryInput> body, CallContext context, AssistantTrials trials, CancellationToken cancellation)
    {
        var project = context.RequireProject();
        if (!project.IsSuccess) throw new ApiErrorException(project.Error);
        var events = await trials.Begin(project.Value, body.Value, cancellation);
        return events.IsSuccess ? new EventStream(events.Value) : throw new ApiErrorException(events.Error);
    }
}
