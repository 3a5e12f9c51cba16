namespace Portal.Models.Gateway;

/// <summary>Hears how each try at a provider went. Never waits and never throws.</summary>
internal interface IProviderCalls
{
    /// <param name="firstTokenMs">From the try's beginning to its first token, or to its end where it had none.</param>
    void Answered(string providerId, long firstTokenMs);

    void Failed(string providerId);
}
