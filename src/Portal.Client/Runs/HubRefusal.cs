using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Portal.Client.Api;

namespace Portal.Client.Runs;

/// <summary>The documented error within what a hub verb throws.</summary>
static class HubRefusal
{
    public static ApiError ErrorOf(HubException refused)
    {
        var at = refused.Message.IndexOf('{');
        if (at < 0) return new ApiError(500, "The server could not do this. Try again.", "internal_error");
        using var body = JsonDocument.Parse(refused.Message[at..]);
        var error = body.RootElement.Deserialize(ApiJson.Default.ErrorBody)!.Error;
        return error with { Status = StatusOf(body.RootElement.GetProperty("error").GetProperty("type").GetString()) };
    }

    static int StatusOf(string? type) => type switch
    {
        "authentication_error" => 401,
        "permission_error" => 403,
        "not_found_error" => 404,
        "conflict_error" => 409,
        "rate_limit_error" => 429,
        "unavailable_error" => 503,
        "invalid_request_error" => 400,
        _ => 500,
    };
}
