using Portal.Client.Runs;
using Portal.Models.Tokens;

namespace Portal.Models.Gateway;

/// <summary>Counts what a call took that was given up before its provider said so, at the model's price.</summary>
internal sealed class CallEstimator(ITokenCounter tokens)
{
    public ModelOutcome Estimate(ModelCall call, ModelRoute? route, string written)
    {
        var meter = new UsageMeter(tokens, call);
        meter.Add(new ModelChunk.TextDelta(written));
        var target = route?.Targets.Count > 0 ? route.Targets[0] : null;
        return new ModelOutcome(
            null, null, new Upstream(target?.Provider.Name, target?.Model, 1, null, null), target?.Provider.Id, route?.Tier,
            meter.Read(null, route?.Price), null, null);
    }
}
