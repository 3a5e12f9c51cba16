using Portal.Models.Gateway;
using Portal.Pricing;

namespace Portal.Limits;

/// <summary>A call with what it may take at most, and what that costs.</summary>
/// <param name="IsCapped">The provider is told how many tokens of output it may make.</param>
internal sealed record CallQuote(ModelCall Call, ModelRoute Route, Demand Demand, bool IsCapped)
{
    public CallPrice Price => Demand.Price;

    public ModelCall With(Grant grant) => Call with
    {
        Model = Route.Model,
        MaxOutputTokens = IsCapped ? (int)Math.Min(grant.Output, int.MaxValue) : Call.MaxOutputTokens,
    };
}
