package io.aiplat.supply.fit;

/// Quantisation: a mixture of tensor types in which models are offered, with the bits a number takes in it on the
/// average.
///
/// The figures are those of Llama 3.1 8B in llama.cpp's
/// [table](https://github.com/ggml-org/llama.cpp/blob/master/tools/quantize/README.md); those of another model differ
/// by some hundredths, and by more where much of it is its vocabulary.
enum Quantisation {
    Q8_0(8.5008),
    Q6_K(6.5633),
    Q5_K_M(5.7036),
    Q4_K_M(4.8944),
    Q3_K_M(3.9960),
    Q2_K(3.1593),
    IQ2_XXS(2.3824);

    private final double bits;

    Quantisation(double bits) {
        this.bits = bits;
    }

    /// Bits of a number.
    double bits() {
        return bits;
    }

    /// Bytes of so many numbers, an estimate.
    long bytes(long numbers) {
        return (long) (numbers * bits / 8);
    }
}
