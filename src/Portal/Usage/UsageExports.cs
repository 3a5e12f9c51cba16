using System.Runtime.CompilerServices;
using System.Text.Json;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Usage;
using static Portal.Api.Csv;

namespace Portal.Usage;

/// <summary>Use and its runs as files. Each export is audited before its first row.</summary>
internal sealed class UsageExports(IUsageService usage, IJournal journal)
{
    const int Batch = 100;

    static readonly string[] Figures =
        ["model_calls", "tool_calls", "input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens", "cost", "provider_cost"];

    public async Task<Result<ExportFile<UsageBucket>>> Report(string? projectId, UsageQuery query, ExportFormat format, CancellationToken cancellation)
    {
        var report = await usage.Get(projectId, query, cancellation);
        if (!report.IsSuccess) return report.Error;
        await Record(projectId, format, query.GroupBy, report.Value.From, report.Value.To, cancellation);
        return new ExportFile<UsageBucket>("usage", format, ["start", "group", "group_name", "runs", .. Figures], bucket =>
        [
            Whole(bucket.Start), bucket.Group, bucket.GroupName, Whole(bucket.Runs), Whole(bucket.ModelCalls), Whole(bucket.ToolCalls), Whole(bucket.InputTokens),
            Whole(bucket.CachedTokens), Whole(bucket.OutputTokens), Whole(bucket.ReasoningTokens), Money(bucket.Cost), Money(bucket.ProviderCost),
        ], report.Value.Data.ToAsyncEnumerable());
    }

    public async Task<Result<ExportFile<UsageRun>>> Runs(string? projectId, UsageRunsQuery runs, ExportFormat format, CancellationToken cancellation)
    {
        var first = await usage.ListRuns(projectId, runs, new ListQuery(Batch), cancellation);
        if (!first.IsSuccess) return first.Error;
        await Record(projectId, format, runs.Query.GroupBy, runs.Query.From, runs.Query.To, cancellation);
        return new ExportFile<UsageRun>(
            "runs", format, ["id", "created_at", "project_id", "thread_id", "assistant_id", "assistant_name", "model", "actor_type", "actor_id", "actor_name", .. Figures], run =>
            [
                run.Id, Whole(run.CreatedAt), run.ProjectId, run.ThreadId, run.AssistantId, run.AssistantName, run.Model, Wire.Word(run.Actor.Type), run.Actor.Id, run.Actor.Name,
                Whole(run.ModelCalls), Whole(run.ToolCalls), Whole(run.InputTokens), Whole(run.CachedTokens), Whole(run.OutputTokens), Whole(run.ReasoningTokens),
                Money(run.Cost), Money(run.ProviderCost),
            ], All(projectId, runs, first.Value, CancellationToken.None));
    }

    async IAsyncEnumerable<UsageRun> All(
        string? projectId, UsageRunsQuery runs, ListPage<UsageRun> page, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            foreach (var run in page.Data) yield return run;
            if (!page.HasMore) yield break;
            var next = await usage.ListRuns(projectId, runs, new ListQuery(Batch, After: page.LastId), cancellation);
            if (!next.IsSuccess) throw new InvalidOperationException($"The export ends in its middle: {next.Error.Message}");
            page = next.Value;
        }
    }

    Task Record(string? projectId, ExportFormat format, string? groupBy, long? from, long? to, CancellationToken cancellation)
    {
        (string Field, object? Value)[] asked = [("format", Wire.Word(format)), ("group_by", groupBy), ("from", from), ("to", to)];
        return journal.Record(new AuditEntry("usage.exported", "usage", null, projectId)
        {
            Changes = [.. asked.Where(one => one.Value is not null).Select(one => new AuditChange(one.Field, null, JsonSerializer.SerializeToElement(one.Value)))],
        }, cancellation);
    }
}
