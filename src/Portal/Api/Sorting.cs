using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Portal.Api.OpenApi;
using Portal.Client.Api;

namespace Portal.Api;

/// <summary>The query's <c>sort</c>, one of the words of <typeparamref name="T"/>, whose first is the time of making.</summary>
internal sealed record Sorting<T>(string? By) : IEndpointParameterMetadataProvider
    where T : struct, Enum
{
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => RequestFields.Add(
        builder, new RequestField("sort", "What the list is sorted by, in the direction of order; default created_at.", [.. Enum.GetValues<T>().Select(Wire.Word)]));

    public static ValueTask<Sorting<T>> BindAsync(HttpContext http, ParameterInfo parameter) =>
        ValueTask.FromResult(new Sorting<T>(QueryFields.Word<T>(http, "sort") is { } word ? Wire.Word(word) : null));

    public ListQuery Of(Paging paging) => paging.Query with { Sort = By };
}
