using System.Text.Json;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Costs;
using static Portal.Api.Csv;

namespace Portal.Costs;

/// <summary>Costs as a file. Each export is audited before its first row.</summary>
internal sealed class CostExports(ICostsService costs, IJournal journal)
{
    static readonly string[] Columns =
    [
        "start", "group", "group_name", "runs", "model_calls", "tool_calls", "input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens",
        "model_tier", "memory", "tools", "flat", "cost", "provider_cost", "margin",
    ];

    public async Task<Result<ExportFile<CostBucket>>> Report(string? projectId, CostQuery query, ExportFormat format, CancellationToken cancellation)
    {
        var report = await costs.Get(projectId, query, cancellation);
        if (!report.IsSuccess) return report.Error;
        (string Field, object? Value)[] asked =
            [("format", Wire.Word(format)), ("group_by", query.Query.GroupBy), ("from", report.Value.From), ("to", report.Value.To)];
        await journal.Record(new AuditEntry("costs.exported", "costs", null, projectId)
        {
            Changes = [.. asked.Where(one => one.Value is not null).Select(one => new AuditChange(one.Field, null, JsonSerializer.SerializeToElement(one.Value)))],
        }, cancellation);
        return new ExportFile<CostBucket>("costs", format, Columns, bucket =>
        [
            Whole(bucket.Start), bucket.Group, bucket.GroupName, Whole(bucket.Runs), Whole(bucket.ModelCalls), Whole(bucket.ToolCalls), Whole(bucket.InputTokens),
            Whole(bucket.CachedTokens), Whole(bucket.OutputTokens), Whole(bucket.ReasoningTokens), Money(bucket.ModelTier), Money(bucket.Memory), Money(bucket.Tools),
            Money(bucket.Flat), Money(bucket.Cost), Money(bucket.ProviderCost), Money(bucket.Margin),
        ], report.Value.Data.ToAsyncEnumerable());
    }
}
