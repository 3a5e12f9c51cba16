namespace Portal.Pricing;

/// <summary>Hears of every charge once it is on disk: what is spent beside model calls.</summary>
internal interface IChargesWatcher
{
    /// <param name="createdAt">Unix seconds of the moment that the charge counts at; of a stretch its last second.</param>
    void Charged(string projectId, long nanodollars, long createdAt);
}
