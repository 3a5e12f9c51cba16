using System.Text.Json;
using Microsoft.Extensions.AI;
using Portal.Access;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Runs;
using Portal.Models;
using Portal.Models.Gateway;
using Portal.Models.Tokens;
using Portal.Runs;

namespace Portal.Assistants;

internal sealed class AssistantDraftsService(
    CallContext context, IModelCatalogue models, ITokenCounter tokens, PromptZone zone, AssistantTrials trials, TimeProvider time) : IAssistantDraftsService
{
    static readonly IReadOnlyDictionary<string, string> NoMetadata = new Dictionary<string, string>();

    public async Task<Result<AssistantPreview>> Preview(string projectId, AssistantPreviewInput input, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ReadProject, projectId) is { } denied) return denied;
        var draft = AssistantContracts.Complete(input.Assistant);
        if (AssistantRules.Check(draft) is { } wrong) return wrong with { Param = $"assistant.{wrong.Param}" };
        var moment = new PromptMoment(context.Caller.Name, time.GetUtcNow(), await zone.Get(cancellation), input.Metadata ?? NoMetadata);
        var call = Prompt.Compose(new(projectId, null, draft.Safety!, draft.Privacy!), draft, draft.Model, moment, []);
        var values = new PromptValues(draft, moment);
        var used = PromptText.Names(PromptText.Of(draft)).ToList();
        return new AssistantPreview(
            Prompt.SystemText(call),
            call.Messages.Sum(message => tokens.Count(call.Model, message.Text)),
            MessageTokens.CountAll(tokens, call.Model, [], call.Tools) - MessageTokens.PerReply,
            MessageTokens.CountAll(tokens, call.Model, call.Messages, call.Tools),
            (await models.Find(draft.Model, cancellation))?.ContextWindow,
            [.. used.Select(values.Find).OfType<PromptValue>()],
            [.. used.Where(name => values.Find(name) is null)]);
    }

    public async Task<Result<IAsyncEnumerable<RunEvent>>> Try(string projectId, AssistantTryInput input, CancellationToken cancellation)
    {
        var events = await trials.Begin(projectId, input, cancellation);
        return events.IsSuccess ? Result.Of(Read(events.Value)) : events.Error;
    }

    static async IAsyncEnumerable<RunEvent> Read(IAsyncEnumerable<ThreadEvent> events)
    {
        await foreach (var happened in events) yield return JsonSerializer.Deserialize(happened.ToJson(), ApiJson.Default.RunEvent)!;
    }
}
