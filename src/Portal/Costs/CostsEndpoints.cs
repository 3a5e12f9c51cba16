using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Api;
using Portal.Client.Costs;
using Portal.Usage;

namespace Portal.Costs;

internal static class CostsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var costs = routes.MapGroup("/v2").WithTags("Costs");
        costs.MapGet("/projects/{id}/costs", Get).WithSummary("Read the cost of a project by time and group, or export it").Produces<CostReport>();
        costs.MapGet("/projects/{id}/costs/summary", Summarize).WithSummary("Read where a project's month stands: spent, forecast, budgets, cost of a conversation");
        costs.MapGet("/organization/costs", GetAll).WithSummary("Read the cost of all projects that the caller may see, by time and group, or export it").Produces<CostReport>();
        costs.MapGet("/organization/costs/summary", SummarizeAll).WithSummary("Read where the month of all projects that the caller may see stands");
    }

    static Task<IResult> Get(string id, CostParameters asked, ICostsService service, CostExports exports, CancellationToken cancellation) =>
        Answer(id, asked, service, exports, cancellation);

    static Task<IResult> GetAll(CostParameters asked, ICostsService service, CostExports exports, CancellationToken cancellation) =>
        Answer(null, asked, service, exports, cancellation);

    static async Task<Reply<CostSummary>> Summarize(string id, ICostsService service, CancellationToken cancellation) => await service.Summarize(id, cancellation);

    static async Task<Reply<CostSummary>> SummarizeAll(ICostsService service, CancellationToken cancellation) => await service.Summarize(null, cancellation);

    static async Task<IResult> Answer(string? id, CostParameters asked, ICostsService service, CostExports exports, CancellationToken cancellation)
    {
        if (asked.Format is ExportFormat.Json) return new Reply<CostReport>(await service.Get(id, asked.Costs, cancellation));
        var file = await exports.Report(id, asked.Costs, asked.Format, cancellation);
        return file.IsSuccess ? file.Value : new Reply<CostReport>(file.Error);
    }
}

/// <summary>Stretch, bucket, group and format in a request's query.</summary>
internal sealed record CostParameters(CostQuery Costs, ExportFormat Format) : IEndpointParameterMetadataProvider
{
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => RequestFields.Add(builder,
    [
        .. UsageParameters.Fields.Select(field => field.Name switch
        {
            "group_by" => field with { Description = $"{CostsService.Groups}." },
            "compare" => field with { Description = "true adds the period before, cut to as much of it as has passed of this one, and what changed most." },
            _ => field,
        }),
        RequestField.Number("top", "So many of the costliest groups are told apart, 1–100; the rest are summed as others. Default all."),
    ]);

    public static async ValueTask<CostParameters> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var asked = await UsageParameters.BindAsync(http, parameter);
        var top = QueryFields.Text(http, "top") is not { } text ? (int?)null
            : int.TryParse(text, out var number) && number is >= 1 and <= 100 ? number : throw QueryFields.Wrong("top", "must be a number from 1 to 100");
        return new CostParameters(new CostQuery(asked.Query, top), asked.Format);
    }
}
