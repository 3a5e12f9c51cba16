using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Client.Threads;
using Portal.Providers;

namespace Portal.Models.Gateway;

/// <summary>Why an attempt failed: for the person in the chat one sentence, for the operator the upstream's words.</summary>
/// <param name="Detail">Without keys, at most <see cref="LongestDetail"/> characters.</param>
internal sealed partial record UpstreamFailure(UpstreamFault Fault, string Detail, TimeSpan? RetryAfter)
{
    const int LongestDetail = 2000;

    /// <summary>A repeat at the same provider may end otherwise.</summary>
    public bool IsTransient => Fault is UpstreamFault.Unreachable or UpstreamFault.Busy or UpstreamFault.Broken
        or UpstreamFault.Timeout or UpstreamFault.Cut or UpstreamFault.Rubbish;

    /// <param name="answered">The provider had begun to answer.</param>
    public static UpstreamFailure From(Exception error, ProviderEndpoint provider, bool answered)
    {
        var stated = error as UpstreamException ?? error.InnerException as UpstreamException;
        var fault = stated?.Fault ?? error switch
        {
            HttpRequestException or IOException => answered ? UpstreamFault.Cut : UpstreamFault.Unreachable,
            JsonException or InvalidOperationException or FormatException => UpstreamFault.Rubbish,
            _ => UpstreamFault.Broken,
        };
        return new(fault, Redact((stated ?? error).Message, provider.ApiKey), stated?.RetryAfter);
    }

    public static UpstreamFailure Of(UpstreamFault fault, string detail) => new(fault, detail, null);

    public MessageError ForPerson(ProviderEndpoint provider, string model)
    {
        var who = $"The model provider “{provider.Name}”";
        return new(Fault == UpstreamFault.Timeout ? "provider_timeout" : "provider_error", Fault switch
        {
            UpstreamFault.Unreachable => $"{who} could not be reached. Please try again, or tell an administrator.",
            UpstreamFault.Forbidden => $"{who} has an address that Portal does not call. An administrator needs to correct it.",
            UpstreamFault.Credentials => $"{who} did not accept Portal's API key. An administrator needs to check it.",
            UpstreamFault.NotFound => $"{who} does not know what the model “{model}” is routed to. An administrator needs to check the route.",
            UpstreamFault.Busy => $"{who} has too many requests at the moment. Please try again in a minute.",
            UpstreamFault.Broken => $"{who} has a problem at the moment. Please try again.",
            UpstreamFault.Timeout => $"{who} sent nothing for {provider.TimeoutSeconds} seconds. Please try again.",
            UpstreamFault.Cut => $"{who} broke off before the end of its answer. Please try again.",
            UpstreamFault.Rubbish => $"{who} sent an answer that could not be understood. Please try again, or tell an administrator.",
            UpstreamFault.TooLong => $"{who} did not come to an end; its answer was stopped at the longest that is allowed.",
            _ => $"{who} refused this request; the conversation may be too long for the model. Try a shorter one, or tell an administrator.",
        });
    }

    /// <summary>Upstreams repeat keys in their errors.</summary>
    public static string Redact(string text, string? key)
    {
        if (!string.IsNullOrEmpty(key)) text = text.Replace(key, "[key]", StringComparison.Ordinal);
        text = KeyLike().Replace(text, "[key]");
        return text.Length > LongestDetail ? text[..LongestDetail] + "…" : text;
    }

    [GeneratedRegex(@"\b(sk|pk|key)-[A-Za-z0-9_*-]{6,}|(?<=Bearer )\S+")]
    private static partial Regex KeyLike();
}
