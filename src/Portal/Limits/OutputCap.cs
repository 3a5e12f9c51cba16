using System.Text;
using Portal.Models.Gateway;
using Portal.Models.Tokens;

namespace Portal.Limits;

/// <summary>
/// Holds a provider to the tokens of output that it was told it may make. Pieces are counted one by one, which never counts too
/// few; only when that passes the cap is the whole counted.
/// </summary>
internal sealed class OutputCap(ITokenCounter tokens, CallQuote quote, Grant grant)
{
    /// <summary>What a reply that was ended by its cap has as its finish reason.</summary>
    public const string Reason = "length";

    readonly StringBuilder written = new();
    long counted;

    public string Written => written.ToString();

    public bool IsPassed(ModelChunk chunk)
    {
        if (!quote.IsCapped) return false;
        var piece = chunk switch
        {
            ModelChunk.TextDelta delta => delta.Text,
            ModelChunk.ReasoningDelta delta => delta.Text,
            ModelChunk.ToolCallDelta delta => delta.Name + delta.ArgumentsDelta,
            _ => null,
        };
        if (piece is null) return false;
        written.Append(piece);
        counted += tokens.Count(quote.Route.Model, piece);
        if (counted <= grant.Output) return false;
        counted = tokens.Count(quote.Route.Model, Written);
        return counted > grant.Output;
    }
}
