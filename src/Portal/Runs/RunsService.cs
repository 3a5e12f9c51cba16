using System.Text.Json;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Runs;
using Portal.Client.Threads;
using Portal.Data;
using Portal.Policies;
using Portal.Safety.Privacy;
using Portal.Threads;

namespace Portal.Runs;

internal sealed class RunsService(IDatabase database, ThreadAccess access, ThreadPolicies policies) : IRunsService
{
    public async Task<Result<Run>> Get(string id, CancellationToken cancellation)
    {
        var row = await database.Read(connection => RunsRepository.Find(connection, id), cancellation);
        if (row is null) return ApiError.NotFound("run", id);
        var thread = await access.Read(row.ThreadId, cancellation);
        if (!thread.IsSuccess) return thread.Error.Status == 404 ? ApiError.NotFound("run", id) : thread.Error;
        var steps = await database.Read(connection =>
        {
            var redaction = policies.Find(connection, row.ThreadId)!.Redaction;
            return RunsRepository.Steps(connection, row.ThreadId, id)
                .Select(step => ToStep(step, ids => [.. MessagesRepository.Find(connection, row.ThreadId, ids).Select(message => Redacted(message, redaction))]))
                .ToList();
        }, cancellation);
        var usage = Sum(steps.Select(step => step.Usage).OfType<TokenUsage>().ToList());
        return new Run(
            row.Id, row.ProjectId, row.ThreadId, row.AssistantId, (int)(row.AssistantVersion ?? 0), row.State, steps, usage, usage?.Cost,
            row.CreatedAt, row.CompletedAt);
    }

    static RunStep ToStep(RunStepRow row, Func<IReadOnlyList<string>, IReadOnlyList<Message>> read)
    {
        var type = Wire.Word<RunStepType>(row.Type);
        var usage = Wire.DeserializeOrDefault<TokenUsage>(row.Usage);
        return new RunStep(
            type, row.StartedAt, row.LatencyMs,
            type is RunStepType.ModelCall && row.Input is not null ? Prompted(Wire.Deserialize<StoredPrompt>(row.Input), read) : Element(row.Input),
            Element(row.Output), usage, usage?.Cost, row.SafetyFlag,
            Wire.DeserializeOrDefault<MessageError>(row.Error), Wire.DeserializeOrDefault<Upstream>(row.Upstream))
        {
            OperatorDetail = row.OperatorDetail,
        };
    }

    /// <summary>What is stored by id is not screened yet.</summary>
    static Message Redacted(Message message, Redaction redaction) =>
        message with { Content = redaction.Apply(message.Content), ToolCalls = [.. message.ToolCalls.Select(redaction.Apply)] };

    static JsonElement Prompted(StoredPrompt prompt, Func<IReadOnlyList<string>, IReadOnlyList<Message>> read) => JsonSerializer.SerializeToElement(new
    {
        prompt.Model,
        prompt.System,
        Messages = prompt.Messages is { } sent
            ? sent.Cast<object>()
            : read(prompt.MessageIds).Select(message => new { message.Id, message.Role, message.Content, message.ToolCalls, message.ToolCallId }),
        prompt.Tools,
    }, Wire.Json);

    static JsonElement? Element(string? json) => json is null ? null : JsonElement.Parse(json);

    static TokenUsage? Sum(List<TokenUsage> parts) => parts.Count == 0 ? null : new TokenUsage(
        parts.Sum(part => part.InputTokens),
        parts.Sum(part => part.CachedTokens),
        parts.Sum(part => part.OutputTokens),
        parts.Sum(part => part.ReasoningTokens),
        parts.Sum(part => part.TotalTokens),
        parts.Exists(part => part.Cost is null) ? null : parts.Sum(part => part.Cost),
        parts.Max(part => part.Accuracy));
}
