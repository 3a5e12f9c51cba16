namespace Portal.Models.Gateway;

/// <summary>What a call took that was given up before its provider said so.</summary>
internal interface ICallEstimator
{
    /// <param name="written">What the model had written, reasoning included.</param>
    /// <returns>An outcome without an error, its use counted by the model's tokenizer and priced as of now.</returns>
    Task<ModelOutcome> Estimate(ModelCall call, string written);
}
