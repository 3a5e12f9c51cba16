using System.Text.Json;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Data;

namespace Portal.Access;

/// <summary>Every refusal stands in the audit log before it is answered.</summary>
internal sealed class Refusals(IDatabase database, AuditWriter writer)
{
    const int LongestTarget = 300;

    /// <summary>The error to answer: the refusal itself, or a 503 where it could not be recorded.</summary>
    public Task<ApiError> Record(HttpContext http, ApiError error)
    {
        var context = http.RequestServices.GetRequiredService<CallContext>();
        return Record(context.ToSubject(), error, "request", $"{http.Request.Method} {PathOf(http)}");
    }

    /// <summary>A secret in an address does not come into the log.</summary>
    static string PathOf(HttpContext http) => http.GetEndpoint() is RouteEndpoint endpoint && endpoint.Metadata.GetMetadata<SecretPathMetadata>() is not null
        ? endpoint.RoutePattern.RawText!
        : http.Request.Path;

    /// <param name="call">Who is refused.</param>
    /// <param name="targetType">What was asked for: <c>request</c>, <c>hub_call</c>.</param>
    public async Task<ApiError> Record(CallInfo call, ApiError error, string targetType, string target)
    {
        if (error.Status is not (401 or 403 or 429)) return error;
        var entry = new AuditEntry("access.denied", targetType, target[..Math.Min(target.Length, LongestTarget)], call.ProjectId)
        {
            Outcome = AuditOutcome.Denied,
            Status = error.Status,
            Changes = [new AuditChange("reason", null, JsonSerializer.SerializeToElement(error.Code ?? error.Type))],
        };
        try
        {
            // Also for a caller who did not wait for the answer.
            return await database.Write(connection =>
            {
                writer.Append(connection, call with { Idempotency = null }, entry);
                return error;
            }, CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            return ApiError.Unavailable("Portal cannot write its audit log, so it answers nothing. Try again shortly; an administrator finds the reason in the log.");
        }
    }
}

/// <summary>The endpoint's address holds a secret, so that the audit log names its pattern instead.</summary>
internal sealed record SecretPathMetadata;
