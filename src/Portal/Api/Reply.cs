using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Portal.Access;
using Portal.Client.Api;
using Portal.Threads;

namespace Portal.Api;

/// <summary>A service's result as the HTTP answer: the object with its <c>ETag</c>, a list, or the error body.</summary>
internal sealed class Reply<T>(Result<T> result, int status = StatusCodes.Status200OK) : IResult, IEndpointMetadataProvider
{
    public static implicit operator Reply<T>(Result<T> result) => new(result);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(ErrorBody), ["application/json"]));
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (!result.IsSuccess) return ErrorReply.Write(httpContext, result.Error);
        var caller = httpContext.RequestServices.GetRequiredService<CallContext>().Subject;
        var bytes = caller.Visit is null
            ? JsonSerializer.SerializeToUtf8Bytes(result.Value, Wire.Json)
            : JsonSerializer.SerializeToUtf8Bytes(VisitorView.Of(result.Value!), Wire.Json);
        var response = httpContext.Response;
        response.StatusCode = status;
        if (IsSingleObject)
        {
            var tag = ETags.OfBytes(bytes);
            response.Headers.ETag = tag;
            if (HttpMethods.IsGet(httpContext.Request.Method) && httpContext.Request.Headers.IfNoneMatch.Contains(tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }

        return JsonBody.Write(response, bytes, httpContext.RequestAborted);
    }

    static bool IsSingleObject { get; } = !(typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(ListPage<>));
}

internal static class Reply
{
    /// <summary>201 for what was made.</summary>
    public static Reply<T> Created<T>(Result<T> result) => new(result, StatusCodes.Status201Created);
}

internal static class JsonBody
{
    public static Task Write(HttpResponse response, byte[] bytes, CancellationToken cancellation)
    {
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "no-store";
        return response.Body.WriteAsync(bytes, cancellation).AsTask();
    }
}

/// <summary>The one place that turns an error into the documented body.</summary>
internal static class ErrorReply
{
    public static async Task Write(HttpContext http, ApiError error)
    {
        error = await http.RequestServices.GetRequiredService<Refusals>().Record(http, error);
        http.Response.StatusCode = error.Status;
        if (error.Status == StatusCodes.Status401Unauthorized) http.Response.Headers.WWWAuthenticate = "Bearer";
        if (error.RetryAfter is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString();
        http.Items[typeof(ApiError)] = error;
        await JsonBody.Write(http.Response, JsonSerializer.SerializeToUtf8Bytes(new ErrorBody(error), Wire.Json), http.RequestAborted);
    }
}
