namespace Portal.Client.Models;

static class ModelWording
{
    /// <summary>The name that the built-in responder's provider has from the start.</summary>
    public const string BuiltinProvider = "Built-in responder";
}
