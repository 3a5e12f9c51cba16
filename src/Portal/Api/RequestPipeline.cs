using Microsoft.AspNetCore.Http.Metadata;
using Portal.Access;
using Portal.Client.Api;
using Portal.Data;

namespace Portal.Api;

/// <summary>Around every call: its id on the answer, and one error body for whatever went wrong.</summary>
internal sealed partial class RequestPipeline(RequestDelegate next, ILogger<RequestPipeline> logger)
{
    public async Task InvokeAsync(HttpContext http, CallContext context)
    {
        context.RequestId = Ids.New("req");
        http.Response.Headers["x-request-id"] = context.RequestId;
        try
        {
            await next(http);
            if (IsApi(http) && !http.Response.HasStarted && http.Response is { StatusCode: >= 400, ContentLength: null, ContentType: null })
                await ErrorReply.Write(http, Describe(http.Response.StatusCode, http.Request));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            var answer = Translate(error, http);
            if (answer.Status == 500) UnexpectedError(logger, error, context.RequestId);
            else if (error is StorageUnavailableException) StorageUnavailable(logger, error, context.RequestId);
            http.Response.Clear();
            http.Response.Headers["x-request-id"] = context.RequestId;
            await ErrorReply.Write(http, answer);
        }
    }

    static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/v2");

    static ApiError Translate(Exception error, HttpContext http) => error switch
    {
        ApiErrorException known => known.Error,
        BadHttpRequestException { StatusCode: 413 } => new ApiError(413, $"The body is too large. The most is {MostBytes(http) / 1024 / 1024} MiB.", "body_too_large"),
        BadHttpRequestException bad => new ApiError(bad.StatusCode, "The request could not be read. Check its address, headers and body.", "bad_request"),
        StorageUnavailableException => ApiError.Unavailable("Portal cannot write to its disk, so nothing was changed. Try again shortly; an administrator finds the reason in the log."),
        _ => new ApiError(500, "Something went wrong in Portal. Try again; if it stays so, give an administrator the request id.", "internal_error"),
    };

    static long MostBytes(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? ApiFeature.MaxBodyBytes;

    static ApiError Describe(int status, HttpRequest request) => status switch
    {
        401 => ApiError.Unauthenticated("Sign in, or send a valid key as 'Authorization: Bearer sk-…'."),
        404 => new ApiError(404, $"There is nothing at {request.Method} {request.Path}.", "unknown_address"),
        415 => RequestBody.UnsupportedMediaType,
        405 => new ApiError(405, $"{request.Method} does not exist at {request.Path}.", "method_not_allowed"),
        _ => new ApiError(status, $"The request was refused with status {status}."),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "Unexpected error in {RequestId}")]
    static partial void UnexpectedError(ILogger logger, Exception error, string requestId);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The database refused in {RequestId}")]
    static partial void StorageUnavailable(ILogger logger, Exception error, string requestId);
}
