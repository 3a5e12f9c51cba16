using System.Net;

namespace Portal.Models.Gateway;

/// <summary>A body that fails once more than so many bytes were read of it.</summary>
internal sealed class CappedContent : HttpContent
{
    readonly HttpContent inner;
    readonly Stream body;

    public CappedContent(HttpContent inner, Stream body, long maxBytes)
    {
        this.inner = inner;
        this.body = new CappedStream(body, maxBytes);
        foreach (var header in inner.Headers) Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(body);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => body.CopyToAsync(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    sealed class CappedStream(Stream body, long maxBytes) : Stream
    {
        long read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Count(body.Read(buffer, offset, count));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await body.ReadAsync(buffer, cancellationToken));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) body.Dispose();
            base.Dispose(disposing);
        }

        int Count(int bytes)
        {
            read += bytes;
            return read <= maxBytes ? bytes : throw new UpstreamException(UpstreamFault.TooLong, $"More than {maxBytes} bytes came.");
        }
    }
}
