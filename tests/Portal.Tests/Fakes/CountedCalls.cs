using Portal.Models.Gateway;

namespace Portal.Tests.Fakes;

/// <summary>How the tries at providers went, in order: milliseconds to the first token, or null for a failure.</summary>
sealed class CountedCalls : IProviderCalls
{
    public List<(string ProviderId, long? FirstTokenMs)> All { get; } = [];

    public void Answered(string providerId, long firstTokenMs) => All.Add((providerId, firstTokenMs));

    public void Failed(string providerId) => All.Add((providerId, null));
}
