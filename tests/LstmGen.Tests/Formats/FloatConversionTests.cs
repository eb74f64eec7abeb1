using System.Buffers.Binary;
using LstmGen.Formats;

namespace LstmGen.Tests.Formats;

/// <summary>Every F16 and BF16 pattern, widened here from sign, exponent and fraction by arithmetic.</summary>
public sealed class FloatConversionTests
{
    [Theory]
    [InlineData(SafetensorsDtype.F16, 5, 10)]
    [InlineData(SafetensorsDtype.BF16, 8, 7)]
    public void Every_pattern_is_widened_exactly(SafetensorsDtype dtype, int exponentBits, int fractionBits)
    {
        byte[] data = new byte[2 * 65536];
        for (int pattern = 0; pattern < 65536; pattern++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(2 * pattern), (ushort)pattern);
        }

        float[] floats = new SafetensorsTensor("w", dtype, [65536], data).ToFloats();
        for (int pattern = 0; pattern < 65536; pattern++)
        {
            int exponent = (pattern >> fractionBits) & ((1 << exponentBits) - 1);
            int fraction = pattern & ((1 << fractionBits) - 1);
            int bias = (1 << (exponentBits - 1)) - 1;
            double magnitude = exponent == (1 << exponentBits) - 1 ? (fraction == 0 ? double.PositiveInfinity : double.NaN)
                : exponent == 0 ? fraction * Math.Pow(2, 1 - bias - fractionBits)
                : ((1 << fractionBits) + fraction) * Math.Pow(2, exponent - bias - fractionBits);
            double expected = pattern >= 0x8000 ? -magnitude : magnitude;
            Assert.True(
                double.IsNaN(expected)
                    ? float.IsNaN(floats[pattern])
                    : BitConverter.DoubleToInt64Bits(floats[pattern]) == BitConverter.DoubleToInt64Bits(expected),
                $"{dtype} 0x{pattern:x4}: {floats[pattern]:R}, expected {expected:R}");
        }
    }

    [Fact]
    public void F32_keeps_its_bits_and_unaligned_data_are_read()
    {
        byte[] data = [9, 0, 0, 0xC0, 0x7F, 1, 0, 0, 0x80];
        float[] floats = new SafetensorsTensor("w", SafetensorsDtype.F32, [2], data.AsMemory(1)).ToFloats();
        Assert.Equal([0x7FC00000u, 0x80000001u], floats.Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal([-2f], new SafetensorsTensor("w", SafetensorsDtype.F16, [1], new byte[] { 1, 0, 0xC0, 1 }.AsMemory(1, 2)).ToFloats());
    }

    [Fact]
    public void Other_dtypes_and_lengths_are_refused()
    {
        SafetensorsTensor doubles = new("w", SafetensorsDtype.F64, [1], new byte[8]);
        Assert.Contains("tensor 'w' has dtype F64; F32, F16 or BF16 was expected", Assert.Throws<LstmFormatException>(doubles.ToFloats).Message, StringComparison.Ordinal);
        SafetensorsTensor floats = SafetensorsTensor.FromFloats("w", [2], [1f, 2f]);
        Assert.Throws<ArgumentException>(() => floats.CopyTo(new float[3]));
    }
}
