namespace Portal.Models.Gateway;

internal enum UpstreamFault
{
    /// <summary>No connection, or one that broke before an answer.</summary>
    Unreachable,
    /// <summary>An address that Portal never calls.</summary>
    Forbidden,
    Refused,
    Credentials,
    NotFound,
    Busy,
    Broken,
    Timeout,
    /// <summary>The stream ended before the answer did.</summary>
    Cut,
    /// <summary>No answer that could be understood.</summary>
    Rubbish,
    TooLong,
}

/// <summary>A provider failed. The message is the upstream's own and goes to the operator only.</summary>
internal sealed class UpstreamException(UpstreamFault fault, string detail, Exception? inner = null) : Exception(detail, inner)
{
    public UpstreamFault Fault => fault;

    /// <summary>How long the provider asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static UpstreamFault FaultOf(int status) => status switch
    {
        401 or 403 => UpstreamFault.Credentials,
        404 => UpstreamFault.NotFound,
        408 or 504 => UpstreamFault.Timeout,
        429 => UpstreamFault.Busy,
        >= 500 => UpstreamFault.Broken,
        _ => UpstreamFault.Refused,
    };
}
