using Portal.Access;
using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Api;
using Portal.Client.Policies;

namespace Portal.Safety.Events;

internal static class SafetyEventsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var events = routes.MapGroup("/v2/safety_events").WithTags("Policies");
        events.MapGet("", List).WithSummary("List what rules have found in conversations, without a word of it")
            .WithMetadata(
                new RequestField("assistant_id", "Of this assistant."),
                new RequestField("thread_id", "Of this thread."),
                new RequestField("policy_id", "Found by this policy."),
                new RequestField("rule_id", "Found by the rule of this id."),
                new RequestField("action", "What the rule did.", [.. Enum.GetValues<PolicyAction>().Select(Wire.Word)]),
                new RequestField("direction", "In which text.", [.. Enum.GetValues<PolicyDirection>().Select(Wire.Word)]),
                new RequestField("reviewed", "true for those that a person has looked at, false for the others.", "true", "false"));
        events.MapGet("/precision", ListPrecision).WithSummary("List how each rule has done in the last 30 days");
        events.MapGet("/{id}", Get).WithSummary("Read one safety event");
        events.MapPost("/{id}", Review).WithSummary("Say whether a rule was right, or take that back")
            .Replays<ISafetyEventsService, SafetyEvent>((service, http, id) => service.Get(id, http.RequestAborted));
    }

    static async Task<Reply<ListPage<SafetyEvent>>> List(HttpContext http, CallContext context, Paging paging, ISafetyEventsService service, CancellationToken cancellation) =>
        await service.List(new()
        {
            ProjectId = context.Caller.NamedProjectId,
            AssistantId = QueryFields.Text(http, "assistant_id"),
            ThreadId = QueryFields.Text(http, "thread_id"),
            PolicyId = QueryFields.Text(http, "policy_id"),
            RuleId = QueryFields.Text(http, "rule_id"),
            Action = QueryFields.Word<PolicyAction>(http, "action"),
            Direction = QueryFields.Word<PolicyDirection>(http, "direction"),
            Reviewed = QueryFields.Flag(http, "reviewed"),
        }, paging.Query, cancellation);

    static async Task<Reply<SafetyEvent>> Get(string id, ISafetyEventsService service, CancellationToken cancellation) => await service.Get(id, cancellation);

    static async Task<Reply<SafetyEvent>> Review(string id, Body<SafetyReviewInput> body, ISafetyEventsService service, CancellationToken cancellation) =>
        await service.Review(id, body.Value, cancellation);

    static async Task<Reply<ListPage<RulePrecision>>> ListPrecision(ISafetyEventsService service, CancellationToken cancellation) => await service.ListPrecision(cancellation);
}
