using System.Text.Json.Serialization;

namespace Portal.Client.Api;

/// <summary>
/// The one error of the API. On the wire: <c>{"error":{"message","type","code","param"}}</c>.
/// The message says what was wrong, what was expected and what to do; never a secret or another tenant's data.
/// </summary>
/// <param name="Status">HTTP status, 400–599.</param>
/// <param name="Code">A stable word for programs, such as <c>unknown_field</c>; null where the type says it all.</param>
/// <param name="Param">The place in the request, such as <c>persona.tone</c> or <c>messages[2].content</c>.</param>
public sealed record ApiError(
    [property: JsonIgnore] int Status,
    string Message,
    string? Code = null,
    string? Param = null)
{
    public string Type => Status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        409 => "conflict_error",
        412 or 428 => "precondition_error",
        429 => "rate_limit_error",
        502 => "upstream_error",
        503 => "unavailable_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    /// <summary>Seconds after which a repeat may succeed; sent as <c>Retry-After</c>.</summary>
    [JsonIgnore]
    public int? RetryAfter { get; init; }

    /// <summary>Of a 429 by a limit or a budget: the refusal by which what decided can be read; left out otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RefusalId { get; init; }

    /// <summary>The <c>x-request-id</c> of the failed call, for the operator; null on the server.</summary>
    [JsonIgnore]
    public string? RequestId { get; init; }

    public static ApiError Invalid(string message, string? param = null, string? code = null) => new(400, message, code, param);

    public static ApiError Unauthenticated(string message) => new(401, message, "invalid_credentials");

    public static ApiError Forbidden(string message) => new(403, message, "permission_denied");

    /// <summary>The same answer for an id that does not exist and one of another tenant.</summary>
    public static ApiError NotFound(string type, string id, string? param = null) =>
        new(404, $"No {type} with the id '{id}' exists, or you may not see it.", "not_found", param);

    public static ApiError Conflict(string message, string code) => new(409, message, code);

    public static ApiError Unavailable(string message) => new(503, message, "unavailable") { RetryAfter = 5 };
}

/// <summary>The wire form of <see cref="ApiError"/>.</summary>
public sealed record ErrorBody(ApiError Error);
