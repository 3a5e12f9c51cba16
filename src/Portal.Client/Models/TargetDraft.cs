namespace Portal.Client.Models;

/// <summary>A target as it is being typed. Its place in the list is its priority.</summary>
public sealed class TargetDraft
{
    public string? ProviderId { get; set; }

    public string? Model { get; set; }
}
