namespace Portal.Models.Tokens;

/// <summary>Counts tokens as the model's tokenizer does, or as the nearest known one.</summary>
internal interface ITokenCounter
{
    int Count(string model, string text);
}
