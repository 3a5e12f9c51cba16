namespace Portal.Models.Gateway;

/// <summary>What a call took that was given up before its provider said so.</summary>
internal interface ICallEstimator
{
    /// <param name="written">What the model had written, reasoning included.</param>
    /// <returns>An outcome without an error, its use counted by the model's tokenizer and priced as of now.</returns>
    Task<ModelOutcome> Estimate(ModelCall call, string written, BrokenOff by);
}

/// <summary>Who broke a call off. What a project pays for a run is owed only where its caller did.</summary>
internal enum BrokenOff
{
    ByCaller,
    /// <summary>Portal stops.</summary>
    ByStop,
    /// <summary>An earlier process ended in the middle of it.</summary>
    ByRestart,
}
