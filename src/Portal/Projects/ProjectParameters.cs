using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Projects;

namespace Portal.Projects;

/// <summary>The conditions of the list in a request's query.</summary>
internal sealed record ProjectParameters(ProjectFilter Filter) : IEndpointParameterMetadataProvider
{
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => RequestFields.Add(
        builder,
        new RequestField("query", "Text that the name holds, whatever its case, or a project's id."),
        new RequestField("status", "Only projects of this status.", [.. Enum.GetValues<ProjectStatus>().Select(Wire.Word)]),
        new RequestField("paused", "Only projects that are, or are not, paused.", "true", "false"));

    public static ValueTask<ProjectParameters> BindAsync(HttpContext http, ParameterInfo parameter) => ValueTask.FromResult(
        new ProjectParameters(new ProjectFilter(
            QueryFields.Text(http, "query"),
            QueryFields.Word<ProjectStatus>(http, "status"),
            QueryFields.Flag(http, "paused"))));
}

/// <summary>The query's <c>ids</c>, separated by commas.</summary>
internal sealed record ProjectIds(IReadOnlyList<string> Ids) : IEndpointParameterMetadataProvider
{
    const int Most = 100;
    const int LongestId = 64;

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        RequestFields.Add(builder, new RequestField("ids", $"Ids of 1 to {Most} projects, separated by commas."));

    public static ValueTask<ProjectIds> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var ids = http.Request.Query["ids"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return ids.Length is 0 or > Most || ids.Any(id => id.Length > LongestId)
            ? throw QueryFields.Wrong("ids", $"must be the ids of 1 to {Most} projects, separated by commas")
            : ValueTask.FromResult(new ProjectIds([.. ids.Distinct()]));
    }
}
