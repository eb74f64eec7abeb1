namespace LstmGen.Formats;

/// <summary>Element types of the safetensors format.</summary>
public enum SafetensorsDtype
{
    /// <summary><c>BOOL</c>: one byte.</summary>
    Bool,

    /// <summary><c>F4</c>: 4 bits, two elements a byte.</summary>
    F4,

    /// <summary><c>F6_E2M3</c>: 6 bits, four elements in three bytes.</summary>
    F6E2M3,

    /// <summary><c>F6_E3M2</c>: 6 bits, four elements in three bytes.</summary>
    F6E3M2,

    /// <summary><c>U8</c>.</summary>
    U8,

    /// <summary><c>I8</c>.</summary>
    I8,

    /// <summary><c>F8_E5M2</c>.</summary>
    F8E5M2,

    /// <summary><c>F8_E4M3</c>.</summary>
    F8E4M3,

    /// <summary><c>F8_E8M0</c>: an exponent alone.</summary>
    F8E8M0,

    /// <summary><c>F8_E4M3FNUZ</c>.</summary>
    F8E4M3Fnuz,

    /// <summary><c>F8_E5M2FNUZ</c>.</summary>
    F8E5M2Fnuz,

    /// <summary><c>I16</c>.</summary>
    I16,

    /// <summary><c>U16</c>.</summary>
    U16,

    /// <summary><c>F16</c>: IEEE half precision.</summary>
    F16,

    /// <summary><c>BF16</c>: the upper half of an F32.</summary>
    BF16,

    /// <summary><c>I32</c>.</summary>
    I32,

    /// <summary><c>U32</c>.</summary>
    U32,

    /// <summary><c>F32</c>: IEEE single precision.</summary>
    F32,

    /// <summary><c>C64</c>: a complex number of two F32.</summary>
    C64,

    /// <summary><c>F64</c>: IEEE double precision.</summary>
    F64,

    /// <summary><c>I64</c>.</summary>
    I64,

    /// <summary><c>U64</c>.</summary>
    U64,
}
