using System.ComponentModel.DataAnnotations;

namespace Portal.Models.Gateway;

/// <summary>Section <c>Portal:Gateway</c>.</summary>
internal sealed class GatewayOptions
{
    public const string Section = "Portal:Gateway";

    /// <summary>The wait before the first repeat; it doubles with each further one.</summary>
    [Range(1, 60_000)]
    public int RetryDelayMilliseconds { get; set; } = 500;

    /// <summary>The longest wait before a repeat. A provider that asks for a longer one is left for the next target.</summary>
    [Range(1, 600_000)]
    public int MaxRetryDelayMilliseconds { get; set; } = 10_000;

    /// <summary>Failures in a row after which a provider rests.</summary>
    [Range(1, 1000)]
    public int CircuitFailures { get; set; } = 5;

    /// <summary>How long a provider rests before one call tries it again.</summary>
    [Range(1, 3600)]
    public int CircuitSeconds { get; set; } = 30;

    /// <summary>The longest answer, in UTF-16 code units of text, reasoning and arguments together.</summary>
    [Range(1000, 100_000_000)]
    public int MaxOutputCharacters { get; set; } = 1_000_000;

    /// <summary>The most bytes read for one answer.</summary>
    [Range(100_000, int.MaxValue)]
    public int MaxResponseBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The longest that one attempt may take, tokens or not.</summary>
    [Range(1, 86_400)]
    public int MaxCallSeconds { get; set; } = 3600;
}
