using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Api;
using Portal.Client.Usage;

namespace Portal.Usage;

internal static class UsageEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var usage = routes.MapGroup("/v2").WithTags("Usage");
        usage.MapGet("/projects/{id}/usage", Get).WithSummary("Read the use of a project by time and group, or export it").Produces<UsageReport>();
        usage.MapGet("/projects/{id}/usage/runs", ListRuns).WithSummary("List the runs behind the use of a project, or export them").Produces<ListPage<UsageRun>>();
        usage.MapGet("/organization/usage", GetAll).WithSummary("Read the use of all projects that the caller may see, by time and group, or export it").Produces<UsageReport>();
        usage.MapGet("/organization/usage/runs", ListAllRuns).WithSummary("List the runs behind the use of all projects that the caller may see, or export them")
            .Produces<ListPage<UsageRun>>();
    }

    static Task<IResult> Get(string id, UsageParameters asked, IUsageService service, UsageExports exports, CancellationToken cancellation) =>
        Answer(id, asked, service, exports, cancellation);

    static Task<IResult> GetAll(UsageParameters asked, IUsageService service, UsageExports exports, CancellationToken cancellation) =>
        Answer(null, asked, service, exports, cancellation);

    static Task<IResult> ListRuns(
        string id, UsageRunsParameters asked, Paging paging, IUsageService service, UsageExports exports, CancellationToken cancellation) =>
        AnswerRuns(id, asked, paging, service, exports, cancellation);

    static Task<IResult> ListAllRuns(
        UsageRunsParameters asked, Paging paging, IUsageService service, UsageExports exports, CancellationToken cancellation) =>
        AnswerRuns(null, asked, paging, service, exports, cancellation);

    static async Task<IResult> Answer(string? id, UsageParameters asked, IUsageService service, UsageExports exports, CancellationToken cancellation)
    {
        if (asked.Format is ExportFormat.Json) return new Reply<UsageReport>(await service.Get(id, asked.Query, cancellation));
        var file = await exports.Report(id, asked.Query, asked.Format, cancellation);
        return file.IsSuccess ? file.Value : new Reply<UsageReport>(file.Error);
    }

    static async Task<IResult> AnswerRuns(
        string? id, UsageRunsParameters asked, Paging paging, IUsageService service, UsageExports exports, CancellationToken cancellation)
    {
        if (asked.Format is ExportFormat.Json) return new Reply<ListPage<UsageRun>>(await service.ListRuns(id, asked.Runs, paging.Query, cancellation));
        var file = await exports.Runs(id, asked.Runs, asked.Format, cancellation);
        return file.IsSuccess ? file.Value : new Reply<ListPage<UsageRun>>(file.Error);
    }
}

/// <summary>Stretch, bucket, group and format in a request's query.</summary>
internal sealed record UsageParameters(UsageQuery Query, ExportFormat Format) : IEndpointParameterMetadataProvider
{
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => RequestFields.Add(builder, Fields);

    public static IEnumerable<RequestField> Fields =>
    [
        RequestField.Number("from", "Unix seconds, inclusive; default the first of this month, as the organization's zone has it."),
        RequestField.Number("to", "Unix seconds, exclusive; default now."),
        new("period", "In place of from and to: this_month, last_month, last_7_days, last_30_days, last_90_days, last_12_months, a month (2026-03), or days, both inclusive (2026-03-05..2026-03-09)."),
        new("bucket", "Days and months are those of the organization's zone, hours those of UTC; default day.", [.. Enum.GetValues<UsageInterval>().Select(Wire.Word)]),
        new("group_by", "project, assistant, model, tier, member, key, or metadata[name] of the thread."),
        new("compare", "true adds the sum of the period before, cut to as much of it as has passed of this one.", "true", "false"),
        FormatField,
    ];

    public static RequestField FormatField { get; } = new("format", "json answers the report; jsonl and csv are a file.", [.. Enum.GetValues<ExportFormat>().Select(Wire.Word)]);

    public static ValueTask<UsageParameters> BindAsync(HttpContext http, ParameterInfo parameter) => ValueTask.FromResult(new UsageParameters(
        new UsageQuery(
            QueryFields.Seconds(http, "from"),
            QueryFields.Seconds(http, "to"),
            QueryFields.Word<UsageInterval>(http, "bucket") ?? UsageInterval.Day,
            QueryFields.Text(http, "group_by"),
            QueryFields.Text(http, "period"),
            QueryFields.Text(http, "compare") is { } compare && (compare == "true" || (compare != "false" ? throw QueryFields.Wrong("compare", "must be true or false") : false))),
        QueryFields.Word<ExportFormat>(http, "format") ?? ExportFormat.Json));
}

/// <summary>Stretch, group and format of a list of runs in a request's query.</summary>
internal sealed record UsageRunsParameters(UsageRunsQuery Runs, ExportFormat Format) : IEndpointParameterMetadataProvider
{
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => RequestFields.Add(
        builder, UsageParameters.Fields.Where(field => field.Name is not ("bucket" or "compare"))
            .Append(new RequestField("group", "The group, of those that group_by names; left out for what is of no group.")));

    public static async ValueTask<UsageRunsParameters> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var asked = await UsageParameters.BindAsync(http, parameter);
        return new UsageRunsParameters(new UsageRunsQuery(asked.Query, QueryFields.Text(http, "group")), asked.Format);
    }
}
