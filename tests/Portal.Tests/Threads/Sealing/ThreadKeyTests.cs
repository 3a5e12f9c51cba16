using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Portal.Data.Sealing;

namespace Portal.Tests.Threads.Sealing;

public sealed class ThreadKeyTests
{
    const string Column = "messages.content";

    static readonly ThreadKey Key = new("tkey_a", "thread_a", RandomNumberGenerator.GetBytes(ThreadKey.Bytes));

    [Fact]
    public void Sealed_AnyText_OpensAsItWas_AndTwiceIsNotTheSame() => Gen.String.Sample(text =>
    {
        // Halves of surrogate pairs cannot be stored at all.
        text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        var stored = Key.Encrypt(Column, text);
        return Key.Decrypt(Column, stored) == text && stored.StartsWith("sealed1:tkey_a:", StringComparison.Ordinal) && stored != Key.Encrypt(Column, text);
    });

    [Fact]
    public void Altered_AnySign_IsRefused() => Gen.Select(Gen.String[1, 40], Gen.Int[0, 1000]).Sample((text, place) =>
    {
        var stored = Key.Encrypt(Column, text).ToCharArray();
        var at = Key.Prefix.Length + (place % (stored.Length - Key.Prefix.Length));
        // The last sign may hold bits that say nothing.
        if (at == stored.Length - 1) at--;
        stored[at] = stored[at] == 'A' ? 'B' : 'A';
        Assert.ThrowsAny<CryptographicException>(() => Key.Decrypt(Column, new string(stored)));
    });

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64!")]
    public void CutOff_IsRefused(string rest) => Assert.ThrowsAny<CryptographicException>(() => Key.Decrypt(Column, Key.Prefix + rest));

    [Fact]
    public void AnotherThreadsText_AndAnotherColumns_AreRefused()
    {
        var stored = Key.Encrypt(Column, "text");
        Assert.ThrowsAny<CryptographicException>(() => Key.Decrypt("thread_notes.text", stored));
        Assert.ThrowsAny<CryptographicException>(() => new ThreadKey("tkey_a", "thread_b", Key.Key).Decrypt(Column, stored));
        Assert.ThrowsAny<CryptographicException>(() => new ThreadKey("tkey_b", "thread_a", Key.Key).Decrypt(Column, stored));
        Assert.ThrowsAny<CryptographicException>(() => new ThreadKey("tkey_a", "thread_a", RandomNumberGenerator.GetBytes(ThreadKey.Bytes)).Decrypt(Column, stored));
    }
}
