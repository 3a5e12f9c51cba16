using Portal.Client.Shared;

namespace Portal.Client.Alerts;

/// <summary>Amounts in the money that the organization shows.</summary>
public static class DisplayMoney
{
    /// <param name="currency">Null for US dollars.</param>
    public static string Of(decimal dollars, DisplayCurrency? currency) => currency is null
        ? Figures.Money(dollars)
        : Figures.Money(dollars * currency.Rate, currency.Code + " ", Currencies.DigitsOf(currency.Code));
}
