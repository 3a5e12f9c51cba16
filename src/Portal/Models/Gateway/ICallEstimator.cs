namespace Portal.Models.Gateway;

/// <summary>What a call took that was given up before its provider said so.</summary>
internal interface ICallEstimator
{
    /// <param name="written">What the model had written, reasoning included.</param>
    /// <param name="isOurs">Portal itself broke it off: what a project pays for a run is not owed.</param>
    /// <returns>An outcome without an error, its use counted by the model's tokenizer and priced as of now.</returns>
    Task<ModelOutcome> Estimate(ModelCall call, string written, bool isOurs = false);
}
