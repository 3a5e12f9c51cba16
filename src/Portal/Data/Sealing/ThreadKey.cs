using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Data.Sealing;

/// <summary>
/// The key of one thread: AES-256-GCM. A sealed text names its key and holds nonce, ciphertext and tag; it opens in the thread
/// and the column that it was sealed for, and nowhere else.
/// </summary>
internal sealed class ThreadKey(string id, string threadId, byte[] key)
{
    /// <summary>What every sealed text begins with.</summary>
    public const string Mark = "sealed1:";

    public const int Bytes = 32;

    const int NonceBytes = 12;
    const int TagBytes = 16;

    public string Id => id;

    public byte[] Key => key;

    /// <summary>What every text that this key has sealed begins with.</summary>
    public string Prefix { get; } = $"{Mark}{id}:";

    /// <param name="column">Where it is stored, such as <c>messages.content</c>.</param>
    public string Encrypt(string column, string text)
    {
        var data = new byte[NonceBytes + Encoding.UTF8.GetByteCount(text) + TagBytes];
        RandomNumberGenerator.Fill(Nonce(data));
        Encoding.UTF8.GetBytes(text, Cipher(data));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(Nonce(data), Cipher(data), Cipher(data), Tag(data), Context(column));
        return Prefix + Base64Url.EncodeToString(data);
    }

    /// <exception cref="CryptographicException">It was altered, or sealed for another place.</exception>
    public string Decrypt(string column, string stored)
    {
        if (!stored.StartsWith(Prefix, StringComparison.Ordinal)) throw new CryptographicException("The text was sealed with another key.");
        var encoded = stored.AsSpan(Prefix.Length);
        if (!Base64Url.IsValid(encoded, out var length) || length < NonceBytes + TagBytes) throw new CryptographicException("The sealed text is cut off.");
        var data = Base64Url.DecodeFromChars(encoded);
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(Nonce(data), Cipher(data), Tag(data), Cipher(data), Context(column));
        return Encoding.UTF8.GetString(Cipher(data));
    }

    byte[] Context(string column) => Encoding.UTF8.GetBytes($"{threadId} {column}");

    static Span<byte> Nonce(byte[] data) => data.AsSpan(0, NonceBytes);

    static Span<byte> Cipher(byte[] data) => data.AsSpan(NonceBytes, data.Length - NonceBytes - TagBytes);

    static Span<byte> Tag(byte[] data) => data.AsSpan(data.Length - TagBytes);
}
