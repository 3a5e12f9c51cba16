namespace Portal.Pricing;

/// <summary>Hears of every charge once it is on disk: what is spent beside model calls.</summary>
internal interface IChargesWatcher
{
    void Charged(ChargeRow charge);
}
